//! How far a figure may be off because the questions are only a sample.

/// Resamples taken; more would not move the second digit.
const RESAMPLES: usize = 1000;

/// The same seed every time, so that a report can be repeated.
const SEED: u64 = 0x4e65_7773_686f_756e;

/// The 95 % interval of the mean of `values` by the percentile bootstrap (Efron 1979): as many
/// values are drawn with replacement as there are, a thousand times. `None` for fewer than two.
#[must_use]
pub fn bootstrap_interval(values: &[f64]) -> Option<(f64, f64)> {
    if values.len() < 2 {
        return None;
    }
    let mut state = SEED;
    let mut means: Vec<f64> = (0..RESAMPLES)
        .map(|_| resampled_mean(values, &mut state))
        .collect();
    means.sort_by(f64::total_cmp);
    Some((means[RESAMPLES / 40], means[RESAMPLES - 1 - RESAMPLES / 40]))
}

fn resampled_mean(values: &[f64], state: &mut u64) -> f64 {
    let count = values.len();
    let sum: f64 = (0..count)
        .map(|_| values[(next_random(state) % count as u64) as usize])
        .sum();
    sum / count as f64
}

/// Xorshift (Marsaglia 2003); small, repeatable, and good enough to draw samples with.
fn next_random(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state >> 11
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_holds_the_mean_and_is_the_same_each_time() {
        let values: Vec<f64> = (0..40).map(|n| f64::from(u8::from(n % 5 != 0))).collect();
        let (low, high) = bootstrap_interval(&values).unwrap();
        assert!(low < 0.8 && 0.8 < high, "{low}..{high}");
        assert!(low > 0.6 && high < 0.96, "{low}..{high}");
        assert_eq!(bootstrap_interval(&values), Some((low, high)));
    }

    #[test]
    fn one_value_has_no_interval() {
        assert_eq!(bootstrap_interval(&[1.0]), None);
    }
}

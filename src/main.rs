//! The program `newshound`: hands its arguments to the library and reports how it ended.

fn main() {}

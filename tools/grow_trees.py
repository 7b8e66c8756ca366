"""Grows the trees of the second ranker from the measures that `newshound train --export` writes.

    python grow_trees.py FOLDER [--output trees.json] [--ablate]

FOLDER holds columns.txt, questions.jsonl and rows.f32. Prints figures that are cross-validated over
the questions' groups (no question is judged by trees that saw its group), then grows the trees from
all questions and writes them. The same rows give the same trees. Needs numpy and lightgbm
(requirements.txt); `tools/train` runs it.
"""

import argparse
import json
from pathlib import Path

import lightgbm
import numpy

FOLDS = 5
ROUNDS = 200
SHOWN = 10
SETTINGS = {
    "objective": "lambdarank",
    "num_leaves": 15,
    "learning_rate": 0.05,
    "min_data_in_leaf": 60,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "feature_fraction": 0.5,
    "lambda_l2": 5.0,
    "lambdarank_truncation_level": 10,
    "seed": 3,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbosity": -1,
}
# What the trees would see if an article had no title: half of the questions are learned so, since
# the titles of an encyclopedia name the subject of every question and those of a newspaper do not.
WITHOUT_TITLE = {
    "article_coverage": "block_coverage",
    "window_title_coverage": "window_coverage",
    "sentence_title_coverage": "sentence_coverage",
    "similar_sentence_title": "similar_sentence",
    "title_coverage": None,
}
# Set by hand in the program: no question says on which day it was asked.
LEFT_OUT = {"recency"}
GROUPS = {
    "words of the question": "coverage bm25 rare unmatched plain_ names_ numbers_ focus_",
    "order and nearness": "pairs_ longest_run density",
    "meaning of words": "similar meaning_ likeness",
    "kind of answer": "answer_ core_fit fitting_ speaker quotation defines states_ wants_ date_asked",
    "place and shape": "window_length starts_article depth sentences core_words core_place core_before novelty pronoun",
    "standing in the pool": "behind_first pool_rank article_behind article_share",
    "publisher": "source_asked",
}


class Question:
    """One question's rows with their labels and places."""

    def __init__(self, line, first):
        self.task, self.group, self.answerable = line["task"], line["group"], line["answerable"]
        rows = numpy.array(line["rows"], dtype=int).reshape(-1, 4)
        self.rows = slice(first, first + len(rows))
        self.labels, self.places = rows[:, 0], rows[:, 1:]
        self.fold = line["fold"]

    def teaches(self):
        return self.answerable and self.labels.any() and not self.labels.all()


def read(folder):
    columns = (folder / "columns.txt").read_text().split("\n")
    rows = numpy.fromfile(folder / "rows.f32", dtype="<f4").reshape(-1, len(columns))
    questions, first = [], 0
    for line in (folder / "questions.jsonl").open(encoding="utf-8"):
        question = Question(json.loads(line), first)
        first = question.rows.stop
        questions.append(question)
    assert first == len(rows), "questions.jsonl and rows.f32 belong to different runs"
    return columns, rows, questions


def without_title(rows, columns):
    rows = rows.copy()
    for name, instead in WITHOUT_TITLE.items():
        rows[:, columns.index(name)] = rows[:, columns.index(instead)] if instead else 0.0
    return rows


def grow(columns, rows, questions, used):
    """Trees from `questions` that look at the columns `used`. A task weighs as the square root of
    its number of questions, so that a small one is heard."""
    count = {}
    for question in questions:
        count[question.task] = count.get(question.task, 0) + 1
    parts, labels, sizes, weights = [], [], [], []
    for number, question in enumerate(filter(Question.teaches, questions)):
        part = rows[question.rows]
        parts.append((without_title(part, columns) if number % 2 else part)[:, used])
        labels.append(question.labels)
        sizes.append(len(part))
        weights.append(numpy.full(len(part), count[question.task] ** -0.5))
    weights = numpy.concatenate(weights)
    data = lightgbm.Dataset(
        numpy.vstack(parts), numpy.concatenate(labels), group=sizes, weight=weights / weights.mean()
    )
    return lightgbm.train(SETTINGS, data, num_boost_round=ROUNDS)


def cross_validate(columns, rows, questions, used, folder=None):
    """Scores of all rows by trees that did not see their group; with a folder, the trees of each
    fold are written to it, for the calibration."""
    scores = numpy.zeros(len(rows))
    for fold in range(FOLDS):
        trees = grow(columns, rows, [one for one in questions if one.fold != fold], used)
        if folder:
            write(trees, [columns[place] for place in used], folder / f"trees-fold-{fold}.json")
        for question in questions:
            if question.fold == fold and len(question.labels):
                scores[question.rows] = trees.predict(rows[question.rows][:, used], num_threads=1)
    return scores


def judge(question, scores):
    """Rank from 0 of the first right window among those shown, none mostly covering another."""
    kept = []
    for place in numpy.argsort(-scores[question.rows], kind="stable"):
        article, start, end = question.places[place]
        shared = lambda one: min(one[2], end) - max(one[1], start)
        if any(one[0] == article and 2 * shared(one) > min(one[2] - one[1], end - start) for one in kept):
            continue
        if question.labels[place]:
            return len(kept)
        kept.append((article, start, end))
        if len(kept) == SHOWN:
            break
    return None


def figures(questions, scores):
    by_task = {}
    for question in questions:
        if question.answerable:
            by_task.setdefault(question.task, []).append(judge(question, scores))
    lines = []
    for task, ranks in by_task.items():
        share = lambda test: sum(1 for rank in ranks if rank is not None and test(rank)) / len(ranks)
        mrr = sum(1 / (1 + rank) for rank in ranks if rank is not None) / len(ranks)
        lines.append(
            f"{task:<18} {len(ranks):>5}  @1 {share(lambda rank: rank < 1):.4f}"
            f"  @3 {share(lambda rank: rank < 3):.4f}  MRR@10 {mrr:.4f}"
        )
    return "\n".join(lines)


def flatten(tree):
    """A tree as nodes (measure, threshold, branch not above, branch above) and values."""
    nodes, values = [], []

    def walk(node):
        if "leaf_value" in node:
            values.append(round(node["leaf_value"], 6))
            return -len(values)
        place = len(nodes)
        nodes.append(None)
        left, right = walk(node["left_child"]), walk(node["right_child"])
        threshold = float(numpy.float32(node["threshold"]))
        nodes[place] = [node["split_feature"], threshold, left, right]
        return place

    walk(tree["tree_structure"])
    return {"nodes": nodes, "values": values}


def write(trees, names, path):
    grown = [flatten(tree) for tree in trees.dump_model()["tree_info"]]
    compact = {"separators": (",", ":")}
    lines = ",\n".join(json.dumps(tree, **compact) for tree in grown)
    path.write_text(f'{{"measures":{json.dumps(names, **compact)},\n"trees":[\n{lines}\n]}}\n')


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--output", type=Path, default=Path("trees.json"))
    parser.add_argument("--ablate", action="store_true", help="also say what each group of measures is worth")
    arguments = parser.parse_args()
    columns, rows, questions = read(arguments.folder)
    used = [place for place, name in enumerate(columns) if name not in LEFT_OUT]
    first = numpy.concatenate([rows[one.rows, columns.index("behind_first")] for one in questions])
    print("the first ranker\n" + figures(questions, first), flush=True)
    scores = cross_validate(columns, rows, questions, used, arguments.folder)
    print("with trees, on groups that they did not see\n" + figures(questions, scores), flush=True)
    if arguments.ablate:
        for name, parts in GROUPS.items():
            kept = [place for place in used if not any(part in columns[place] for part in parts.split())]
            scores = cross_validate(columns, rows, questions, kept)
            print(f"without {name}\n" + figures(questions, scores), flush=True)
    trees = grow(columns, rows, questions, used)
    write(trees, [columns[place] for place in used], arguments.output)
    gains = trees.feature_importance("gain")
    for place in numpy.argsort(-gains):
        print(f"{columns[used[place]]:<26} {gains[place] / gains.sum():.4f}")


if __name__ == "__main__":
    main()

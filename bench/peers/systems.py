"""The systems that are measured: how each is run, and its answers as rows and sentences.

Every system has `words(sentences)` (sentence id -> lines of CoNLL-U) and `texts(texts)` (document id ->
{"sentences": ...} as `sitrep analyze` writes it, spans in code points); both also tell the CPU-seconds.
"""

import json
import os
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS",
                                     "BLIS_NUM_THREADS", "GOMAXPROCS")}
SLOWING = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")  # would hold a library to an older kernel
JAVA = ["java", "-XX:+UseSerialGC", "-XX:ActiveProcessorCount=1", "-Xmx5g"]


def run(command, text, core):
    """Output and CPU-seconds (user and system) of one command that may use one core."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as log:
        given.write(text.encode())
        given.seek(0)
        process = subprocess.Popen(["taskset", "-c", str(core), *map(str, command)], stdin=given, stdout=said,
                                   stderr=log, env=environment())
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            log.seek(0)
            raise SystemExit(f"{command[0]}: exit status {process.returncode}: {log.read()[-2000:].decode()}")
        said.seek(0)
        return said.read().decode(), used.ru_utime + used.ru_stime


def environment():
    return {**{name: value for name, value in os.environ.items() if name not in SLOWING}, **ONE_THREAD}


def conllu(words, rows):
    """Lines of CoNLL-U from (lemma, upos, xpos, head, deprel) a word."""
    return ["\t".join(map(str, (i, form, lemma, upos, xpos, "_", head, deprel, "_", "_")))
            for i, (form, (lemma, upos, xpos, head, deprel)) in enumerate(zip(words, rows), 1)]


def json_lines(output):
    return [json.loads(line) for line in output.splitlines() if line.strip()]


class Sitrep:
    def __init__(self, binary, scorer_product, core):
        self.binary, self.decode, self.core = binary, scorer_product, core

    def words(self, sentences):
        output, cpu = run([self.binary, "analyze", "--workers", "1", "--format", "conllu", "--pretokenized", "-"],
                          "".join(s.conllu for s in sentences), self.core)
        return self.decode.decode_conllu(output, [s.id for s in sentences], self.decode.Run()), cpu

    def texts(self, texts):
        output, cpu = run([self.binary, "analyze", "--workers", "1", "-"],
                          "".join(json.dumps({"id": key, "text": text}) + "\n" for key, text in texts.items()),
                          self.core)
        answers = {}
        for document in json_lines(output):
            key = document["report"]["id"]
            answers[key] = self.decode.to_code_points(document, self.decode.ByteMap(texts[key]), [])
        return answers, cpu


class Spacy:
    """A model of spaCy. `change` turns its rows into Universal Dependencies 2, if it is told."""

    def __init__(self, python, module, core, change=lambda rows: rows):
        self.command, self.core, self.change = [python, "-W", "ignore", HERE / "run_spacy.py", module], core, change

    def words(self, sentences):
        given = [json.dumps({"id": s.id, "words": list(zip(s.words, s.spaces))}) + "\n" for s in sentences]
        output, cpu = run([*self.command, "words"], "".join(given), self.core)
        rows = {answer["id"]: self.change(answer["rows"]) for answer in json_lines(output)}
        return {s.id: conllu(s.words, rows[s.id]) for s in sentences}, cpu

    def texts(self, texts):
        given = [json.dumps({"id": key, "text": text}) + "\n" for key, text in texts.items()]
        output, cpu = run([*self.command, "texts"], "".join(given), self.core)
        answers = {answer["id"]: answer for answer in json_lines(output)}
        keys = ("lemma", "upos", "xpos", "head", "deprel")
        for answer in answers.values():
            for sentence in answer["sentences"]:
                rows = self.change([[token[key] for key in keys] for token in sentence["tokens"]])
                for token, row in zip(sentence["tokens"], rows):
                    token.update(zip(keys, row))
        return answers, cpu


class CoreNlp:
    def __init__(self, jars, core):
        self.core = core
        self.command = [*JAVA, "-cp", f"{jars}/*", "edu.stanford.nlp.pipeline.StanfordCoreNLP",
                        "-annotators", "tokenize,pos,lemma,depparse", "-threads", "1"]

    def words(self, sentences):
        given = "".join(" ".join(word.replace(" ", "_").replace("\u00a0", "_") for word in s.words) + "\n"
                        for s in sentences)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "words.txt"
            path.write_text(given)
            _, cpu = run([*self.command, "-tokenize.whitespace", "true", "-ssplit.eolonly", "true", "-outputFormat",
                          "conllu", "-file", path, "-outputDirectory", folder], "", self.core)
            blocks = (path.parent / "words.txt.conllu").read_text().strip().split("\n\n")
        answers = {}
        for s, block in zip(sentences, blocks, strict=True):
            rows = [line.split("\t") for line in block.split("\n")]
            answers[s.id] = conllu(s.words, [(r[2], r[3], r[4], r[6], r[7]) for r in rows])
        return answers, cpu

    def texts(self, texts):
        with tempfile.TemporaryDirectory() as folder:
            names = write_files(folder, texts)
            listed = Path(folder) / "list"
            listed.write_text("".join(f"{name}\n" for name in names.values()))
            _, cpu = run([*self.command, "-ssplit.newlineIsSentenceBreak", "two", "-outputFormat", "json",
                          "-filelist", listed, "-outputDirectory", folder], "", self.core)
            return {key: core_nlp_sentences(json.loads(Path(f"{name}.json").read_text()), UnitMap(texts[key]))
                    for key, name in names.items()}, cpu


def write_files(folder, texts):
    names = {key: Path(folder) / f"{i}.txt" for i, key in enumerate(texts)}
    for key, name in names.items():
        name.write_text(texts[key])
    return names


class UnitMap:
    """Offsets in UTF-16 units, as Java counts, to code points."""

    def __init__(self, text):
        self.points = []
        for i, char in enumerate(text):
            self.points.extend([i] * (2 if ord(char) > 0xFFFF else 1))
        self.points.append(len(text))

    def span(self, start, end):
        return [self.points[start], self.points[end]]


def core_nlp_sentences(answer, units):
    sentences = []
    for sentence in answer["sentences"]:
        arcs = {arc["dependent"]: arc for arc in sentence["basicDependencies"]}
        sentences.append({"tokens": [
            {"span": units.span(t["characterOffsetBegin"], t["characterOffsetEnd"]), "form": t["word"],
             "lemma": t["lemma"], "upos": "_", "xpos": t["pos"], "head": arcs[t["index"]]["governor"],
             "deprel": arcs[t["index"]]["dep"].replace("ROOT", "root")} for t in sentence["tokens"]]})
    return {"sentences": sentences}


class OpenNlp:
    """Tags of words and sentences of texts; a sentence is given as one token, so only its span counts."""

    def __init__(self, folder, core):
        self.core = core
        self.models = {kind: next(Path(folder).glob(f"*-{kind}-*.bin")) for kind in ("pos", "sentence")}
        self.command = [*JAVA, "-cp", f"{folder}/*", HERE / "RunOpenNlp.java"]

    def words(self, sentences):
        output, cpu = run([*self.command, "words", self.models["pos"]],
                          "".join("\t".join(s.words) + "\n" for s in sentences), self.core)
        return {s.id: conllu(s.words, [("_", tag, "_", "_", "_") for tag in line.split("\t")])
                for s, line in zip(sentences, output.splitlines(), strict=True)}, cpu

    def texts(self, texts):
        with tempfile.TemporaryDirectory() as folder:
            names = write_files(folder, texts)
            output, cpu = run([*self.command, "texts", self.models["sentence"]],
                              "".join(f"{name}\n" for name in names.values()), self.core)
        answers = {}
        for key, line in zip(texts, output.splitlines(), strict=True):
            units = UnitMap(texts[key])
            spans = [units.span(*map(int, pair.split("-"))) for pair in line.split()]
            answers[key] = {"sentences": [{"tokens": [{"span": span, "head": 0}]} for span in spans]}
        return answers, cpu


RENAMED = {"dobj": "obj", "nsubjpass": "nsubj", "csubjpass": "csubj", "auxpass": "aux", "mwe": "fixed",
           "name": "flat", "foreign": "flat", "remnant": "orphan", "neg": "advmod", "ROOT": "root"}


def second_version(rows):
    """Rows in Universal Dependencies 1 as version 2.

    Labels are renamed; `cc` and commas hang on the conjunct after them.
    """
    heads = [int(row[3]) for row in rows]
    labels = [row[4].split(":")[0] for row in rows]
    out = []
    for i, (lemma, upos, xpos, _, label) in enumerate(rows):
        head, plain = heads[i], labels[i]
        if plain in ("cc", "punct") and 0 < head <= i:
            after = [j for j in range(i + 1, len(rows)) if heads[j] == head and labels[j] == "conj"]
            head = after[0] + 1 if after and (plain == "cc" or xpos == ",") else head
        if plain == "nmod" and head and label not in ("nmod:poss",) and predicate(rows, heads, labels, head - 1):
            plain = "obl"
        out.append([lemma, upos, xpos, head, RENAMED.get(plain, plain)])
    return out


def predicate(rows, heads, labels, at):
    return rows[at][1] in ("VERB", "AUX", "ADJ", "ADV") or any(
        heads[j] == at + 1 and labels[j] == "cop" for j in range(len(rows)))

"""liaison.h by ctypes: compare two persons, search an index.

    python3 liaison.py LIBRARY DIRECTORY NAME
"""
import ctypes
import json
import sys


class Fault(ctypes.Structure):
    _fields_ = [("code", ctypes.c_int), ("detail", ctypes.c_char * 512)]


class Liaison:
    def __init__(self, path="libliaison.so"):
        self.lib = ctypes.CDLL(path)
        self.lib.liaison_index_persons.restype = ctypes.c_size_t
        self.lib.liaison_search.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_double, ctypes.c_size_t,
                                            ctypes.c_void_p, ctypes.c_void_p]
        for close in ("model", "index", "searcher"):
            getattr(self.lib, f"liaison_{close}_close").argtypes = [ctypes.c_void_p]
        self.lib.liaison_free.argtypes = [ctypes.c_void_p]
        self.model = ctypes.c_void_p()
        self.call("liaison_model_open", ctypes.byref(self.model))

    def call(self, name, *arguments):
        fault = Fault()
        if getattr(self.lib, name)(*arguments, ctypes.byref(fault)):
            raise RuntimeError(fault.detail.decode())

    def text(self, pointer):
        value = json.loads(ctypes.string_at(pointer))
        self.lib.liaison_free(pointer)
        return value

    def compare(self, left, right):
        """The evidence in nats, and the lines that add up to it."""
        evidence = ctypes.c_double()
        lines = ctypes.c_void_p()
        self.call("liaison_compare", self.model, json.dumps(left).encode(), json.dumps(right).encode(),
                  ctypes.byref(evidence), ctypes.byref(lines))
        return evidence.value, self.text(lines)

    def searcher(self, directory):
        index, searcher = ctypes.c_void_p(), ctypes.c_void_p()
        self.call("liaison_index_open", ctypes.byref(index), self.model, directory.encode())
        self.call("liaison_searcher_open", ctypes.byref(searcher), index)
        return searcher

    def search(self, searcher, person, threshold=0.5, limit=10):
        candidates = ctypes.c_void_p()
        self.call("liaison_search", searcher, json.dumps(person).encode(), threshold, limit, ctypes.byref(candidates))
        return self.text(candidates)


def person(name, born=None):
    properties = {"name": [name]}
    if born:
        properties["birthDate"] = [born]
    return {"id": "q", "schema": "Person", "properties": properties}


if __name__ == "__main__":
    library, directory, name = sys.argv[1:4]
    liaison = Liaison(library)
    evidence, lines = liaison.compare(person(name), person(name))
    assert evidence > 0 and abs(sum(line["weight"] for line in lines) - evidence) < 1e-5
    print(json.dumps(liaison.search(liaison.searcher(directory), person(name)), ensure_ascii=False))

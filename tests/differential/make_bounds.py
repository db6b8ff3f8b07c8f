#!/usr/bin/python3
"""make_bounds.py OUTPUT: a schema with every pair of bounds of every type that has them, those that
admit nothing, admit everything or mean "outside of" included."""
import itertools
import sys

RANGES = [  # of the two bounds, from those that admit a little to the ends of the type
    'few most', 'few few+1', 'few few', 'few+1 few', 'most few', 'zero zero',
    'least greatest', 'greatest least', 'least least', 'greatest greatest']
SINGLE = ['least', 'zero', 'few', 'greatest']


def integer(bits, signed):
    """The names of RANGES for whole numbers."""
    least = -2 ** (bits - 1) if signed else 0
    greatest = 2 ** (bits - (1 if signed else 0)) - 1
    return {'zero': 0, 'few': 2, 'few+1': 3, 'most': 7, 'least': least, 'greatest': greatest}


REAL = {'zero': '-0.0', 'few': '0.1', 'few+1': '0.2', 'most': '1.5e10', 'least': '-inf',
        'greatest': 'inf'}


def time(zero, least, greatest):
    """The same for messages of seconds and nanos."""
    return {'zero': '{}' if zero == 0 else f'{{seconds: {zero}}}', 'few': '{seconds: 2}',
            'few+1': '{seconds: 2, nanos: 1}', 'most': '{seconds: 7}',
            'least': f'{{seconds: {least}}}',
            'greatest': f'{{seconds: {greatest}, nanos: 999999999}}'}


ORDERED = {
    'int32': integer(32, True), 'int64': integer(64, True), 'uint32': integer(32, False),
    'uint64': integer(64, False), 'sint32': integer(32, True), 'sint64': integer(64, True),
    'fixed32': integer(32, False), 'fixed64': integer(64, False),
    'sfixed32': integer(32, True), 'sfixed64': integer(64, True), 'float': REAL, 'double': REAL,
    'duration': time(0, -315576000000, 315576000000),
    'timestamp': time(0, -62135596800, 253402300799)}
MESSAGES = {'duration': 'google.protobuf.Duration', 'timestamp': 'google.protobuf.Timestamp'}
# Field type, rules, and the names of the lower and the upper bound.
SIZED = [('string', 'string', 'len'), ('string', 'string', 'bytes'), ('bytes', 'bytes', 'len'),
         ('repeated int32', 'repeated', 'items'), ('map<int32, int32>', 'map', 'pairs')]


def bounds_of(names):
    """Each pair, and each bound alone, as text."""
    for (lower, upper), chosen in itertools.product(
            itertools.product(('gt', 'gte'), ('lt', 'lte')), RANGES):
        low, high = (names[name] for name in chosen.split())
        yield f'{lower}: {low}, {upper}: {high}'
    for bound, name in itertools.product(('gt', 'gte', 'lt', 'lte'), SINGLE):
        yield f'{bound}: {names[name]}'
    if names is REAL:
        yield from ('gt: nan, lt: 1', 'gte: 1, lte: nan', 'lt: nan')


def write(out):
    out.write('syntax = "proto3";\npackage muster.bounds;\n'
              'import "buf/validate/validate.proto";\n'
              'import "google/protobuf/duration.proto";\n'
              'import "google/protobuf/timestamp.proto";\n')
    for rules, names in ORDERED.items():
        out.write(f'message {rules.capitalize()} {{\n')
        for number, bounds in enumerate(bounds_of(names), 1):
            out.write(f'  {MESSAGES.get(rules, rules)} value_{number} = {number} '
                      f'[(buf.validate.field).{rules} = {{{bounds}}}];\n')
        out.write('}\n')
    out.write('message Sizes {\n')
    number = 0
    for kind, rules, unit in SIZED:
        for chosen in RANGES:
            low, high = (integer(64, False)[name] for name in chosen.split())
            number += 1
            out.write(f'  {kind} value_{number} = {number} [(buf.validate.field).{rules} = '
                      f'{{min_{unit}: {low}, max_{unit}: {high}}}];\n')
    out.write('}\n')


with open(sys.argv[1], 'w', encoding='utf-8') as schema:
    write(schema)

#!/usr/bin/python3
"""Checks what a machine can check of the house style, over the files that git knows.

Prints a line per claim: "ok CLAIM" or "FAILED CLAIM", the offending places before it.
"""
import pathlib
import re
import subprocess
import sys

CODE = {'.cc', '.h', '.ts', '.mjs', '.py', '.sh', '.cmake'}
# Who may be included by whom: the folder, and what it must not include.
FORBIDDEN_INCLUDES = {
    'proto/': r'"(server|wasm-client|web|tests)/',
    'proto/rules/': r'"proto/(form|plugin)/|"(server|wasm-client)/|<(iostream|sstream|regex|absl)',
    'proto/form/': r'"proto/plugin/|"absl/|<(iostream|sstream|regex|grpc)|"(server|wasm-client)/',
    'wasm-client/': r'"(server|proto/plugin|tests)/|"absl/|<(iostream|sstream|regex|grpc)',
    # absl::Mutex: see server/mutex.h.
    'server/': r'"(wasm-client|proto/plugin|tests)/|"absl/synchronization/mutex',
    'server/store/': r'"server/(services|gateway|grpc)/',
    'server/services/': r'"server/(gateway|grpc)/|<sqlite3',
    'server/gateway/': r'<sqlite3|<grpcpp',
}
PICTURE = pathlib.Path('web/form.png')
FUNCTION_LINES = 70
NOT_A_FUNCTION = re.compile(r'^\s*(namespace|class|struct|enum|union|extern)\b|=\s*\{$|\[\] = ')


def files():
    names = subprocess.run(['git', 'ls-files', '-co', '--exclude-standard'], check=True,
                           capture_output=True, text=True).stdout.split('\n')
    return [pathlib.Path(name) for name in names if name and pathlib.Path(name).is_file()]


def text_of(path):
    data = path.read_bytes()
    return None if b'\0' in data else data.decode('utf-8', 'replace')


def is_code(path):
    return path.suffix in CODE or path.name in ('run', 'CMakeLists.txt') or is_script(path)


def is_script(path):
    return path.suffix == '' and path.read_bytes()[:2] == b'#!'


def long_functions(path, lines):
    """A function of formatted code: from a line that ends in `{` to the `}` at the same depth."""
    for indent in ('', '  '):
        start = None
        for number, line in enumerate(lines, 1):
            if start is None:
                opens = line.startswith(indent) and line[len(indent):len(indent) + 1].strip()
                if opens and line.endswith('{') and not NOT_A_FUNCTION.search(line):
                    start = number
            elif line.startswith(indent + '}'):
                if number - start > FUNCTION_LINES and (indent == '' or '(' in lines[start - 1]):
                    yield f'{path}:{start}: {number - start} lines'
                start = None


def over_long_files(texts):
    for path, text in texts.items():
        limit = 600 if path.parts[0] == 'tests' else 450
        if is_code(path) and text.count('\n') > limit:
            yield f'{path}: {text.count(chr(10))} lines'


def over_long_functions(texts):
    for path, text in texts.items():
        if path.suffix in ('.cc', '.h', '.ts'):
            yield from long_functions(path, text.split('\n'))


def lines_matching(texts, pattern, suffixes=None, under=''):
    expression = re.compile(pattern)
    for path, text in texts.items():
        if str(path).startswith(under) and (suffixes is None or path.suffix in suffixes):
            for number, line in enumerate(text.split('\n'), 1):
                if expression.search(line):
                    yield f'{path}:{number}: {line.strip()[:120]}'


def in_string(path, line):
    return (path.suffix == '.proto' and '"' in line) or line.startswith('# shows: ')


def wide_lines(texts):
    for path, text in texts.items():
        if is_code(path) or path.suffix == '.proto':
            for number, line in enumerate(text.split('\n'), 1):
                if len(line) > 100 and 'http' not in line and not in_string(path, line):
                    yield f'{path}:{number}: {len(line)} columns'


def includes_against_the_arrow(texts):
    for folder, pattern in FORBIDDEN_INCLUDES.items():
        include = r'^\s*#include\s+.*(' + pattern + ')'
        yield from lines_matching(texts, include, {'.cc', '.h'}, folder)


def unformatted(texts):
    sources = [str(path) for path in texts if path.suffix in ('.cc', '.h')]
    found = subprocess.run(['clang-format', '--dry-run', '-Werror', *sources],
                           capture_output=True, text=True).stderr
    yield from sorted({line.split(':')[0] for line in found.split('\n') if 'error:' in line})


def main():
    everything = files()
    texts = {path: text_of(path) for path in everything}
    binaries = [str(path) for path, text in texts.items() if text is None and path != PICTURE]
    texts = {path: text for path, text in texts.items() if text is not None}
    # Put together so that this file does not find itself.
    leftover = r'\b(' + 'TO' + r'DO|FIX' + r'ME|XX' + r'X)\b'
    hosts = r'registry\.npm' + r'js|npm' + r'js\.org|deb\.' + 'debian|"resol' + 'ved":'
    machine = r'/(wo' + r'rk|ro' + r'ot|ho' + r'me/[a-z]+)/'
    claims = {
        'C++ is formatted by clang-format': unformatted(texts),
        'no file is too long': over_long_files(texts),
        'no function is too long': over_long_functions(texts),
        'no line is wider than 100 columns': wide_lines(texts),
        'no include goes against the arrow': includes_against_the_arrow(texts),
        'nothing is left over to do': lines_matching(texts, leftover),
        'no host of a package registry is named': lines_matching(texts, hosts),
        'no path of one machine is named': lines_matching(texts, machine),
        'no binary is kept but the picture of the README': binaries,
        'the top level is the one agreed': sorted(
            {path.parts[0] for path in everything if not path.parts[0].startswith('.')}
            - {'CMakeLists.txt', 'proto', 'server', 'wasm-client', 'web', 'tests', 'README.md',
               'LICENSE'}),
    }
    failed = 0
    for claim, offenders in claims.items():
        offenders = list(offenders)
        for offender in offenders[:40]:
            print('   ', offender)
        print('FAILED' if offenders else 'ok', claim)
        failed += bool(offenders)
    return failed


if __name__ == '__main__':
    sys.exit(main())

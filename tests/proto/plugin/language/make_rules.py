#!/usr/bin/python3
"""make_rules.py EXPRESSIONS OUTPUT: a schema with a rule for each line of a table."""
import sys

FIELD = '''  // {wanted}
  Sample row_{row} = {row} [(buf.validate.field).cel = {{
    id: "{wanted}"
    expression: "{expression}"
  }}];
'''

rows = []
with open(sys.argv[1], encoding='utf-8') as table:
    for line in table:
        if line.strip() and not line.startswith('#'):
            wanted, expression = line.strip().split(maxsplit=1)
            escaped = expression.replace('\\', '\\\\').replace('"', '\\"')
            rows.append(FIELD.format(row=len(rows) + 1, wanted=wanted, expression=escaped))
with open(sys.argv[2], 'w', encoding='utf-8') as schema:
    schema.write('syntax = "proto3";\npackage muster.language;\n'
                 'import "buf/validate/validate.proto";\nimport "sample.proto";\n'
                 'message Rows {\n' + ''.join(rows) + '}\n')

import type * as TypeScript from "@tslab/typescript-for-tslab";

/** The names of values that a cell declares, from what tslab's compiler makes of it. */
export function declaredNames(output: string): readonly string[] {
  // All are reset before the cell runs: `exports.a = exports.b = void 0;`.
  const resets = output.match(/^(?:exports\.[^\s=]+ = )+void 0;$/gm) ?? [];
  const names = resets.flatMap((line) => line.match(/(?<=exports\.)[^\s=]+/g) ?? []);
  return names.filter((name) => !/^tsLastExpr\d*$/.test(name));
}

/**
 * The declarations without those of the names that have no value because the cell ended before: the
 * compiler would vouch for them. `variables` are the names of what is left of const, let and var.
 */
export function withoutUnreached(
  ts: typeof TypeScript,
  declarations: string,
  unreached: ReadonlySet<string>,
): { text: string; variables: ReadonlySet<string> } {
  const file = ts.createSourceFile("cell.d.ts", declarations, ts.ScriptTarget.Latest, true);
  const variables = new Set<string>();
  const kept = file.statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement)) {
      const { declarationList } = statement;
      const reached = declarationList.declarations.filter((d) => !unreached.has(d.name.getText()));
      for (const declaration of reached) variables.add(declaration.name.getText());
      const list = reached.map((declaration) => declaration.getText()).join(", ");
      const keyword = declarationList.flags & ts.NodeFlags.Const ? "const" : "let";
      return reached.length === 0 ? [] : [`declare ${keyword} ${list};`];
    }
    const { name } = statement as { name?: TypeScript.Node };
    return name !== undefined && unreached.has(name.getText()) ? [] : [statement.getText()];
  });
  return { text: kept.join("\n"), variables };
}

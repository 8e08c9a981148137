/**
 * What a notebook shows for a value: one entry for each form in which it can be shown, richest last.
 * The kernel asks a value for its bundle when it is the last expression of a cell.
 */
export interface MimeBundle {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** A value that a notebook can show in a rich form. */
export interface Displayable {
  toMimeBundle(): MimeBundle | Promise<MimeBundle>;
}

/**
 * Text in a form that is no value yet: `-`, `12.`, half a JSON object.
 *
 * It stands in the value at its place, so nothing that was typed is lost when a form is left and opened again, and `check`
 * always refuses it, so it is never sent for a value by mistake.
 */
export class Unfinished {
  constructor(
    readonly text: string,
    /** Why it is no value. */
    readonly why: 'number' | 'integer' | 'fen' | 'large' | 'json',
  ) {}

  /** In JSON (a draft that is kept) it is the text that was typed. */
  toJSON(): string {
    return this.text
  }
}

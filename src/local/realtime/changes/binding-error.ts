/** Why bindings can't be served, in the words of the `system` message that says so. */
export class BindingError extends Error {
  /** The client did nothing wrong: worth trying again. */
  readonly transient: boolean;

  constructor(message: string, options: { transient?: boolean } = {}) {
    super(message);
    this.transient = options.transient ?? false;
  }
}

/** Why bindings can't be served, in the words of the `system` message that says so. */
export class BindingError extends Error {}

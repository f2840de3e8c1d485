/** Why a join is refused: `Code: text`, as the client will see it. */
export class Refusal extends Error {
  /** The reason is such that the whole socket is closed after the answer. */
  readonly closesSocket: boolean;

  constructor(reason: string, options: { closesSocket?: boolean } = {}) {
    super(reason);
    this.closesSocket = options.closesSocket ?? false;
  }
}

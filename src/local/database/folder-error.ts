const REASONS: Record<string, string> = {
  EACCES: 'may not be written to by this user',
  EPERM: 'may not be written to by this user',
  ENOENT: 'cannot be made',
  EROFS: 'is on a file system that is read-only',
  ENOSPC: 'is on a disk that is full',
  EDQUOT: 'is on a disk whose quota is used up',
  EEXIST: 'is a file, not a folder',
  ENOTDIR: 'leads through a file that is not a folder',
};

/** The numbers that PGlite's file system, which is not Node's, has for the same. */
const WASI: Record<number, string> = { 2: 'EACCES', 19: 'EDQUOT', 51: 'ENOSPC', 63: 'EPERM', 69: 'EROFS' };

/** Says in words why a folder cannot keep data; an error of another kind is handed back as it is. */
export function explainFolderError(folder: string, error: unknown): unknown {
  const { code, errno } = (error ?? {}) as { code?: string; errno?: number };
  const reason = REASONS[code ?? WASI[errno ?? 0] ?? ''];
  if (!reason) return error;
  return new Error(`The data directory ${folder} ${reason}. Choose another directory with --data.`, {
    cause: error,
  });
}

/** Says of data that PostgreSQL does not open what may be the matter. */
export function explainOpenError(folder: string, error: unknown): unknown {
  const explained = explainFolderError(folder, error);
  if (explained !== error) return explained;
  const reason = error instanceof Error ? error.message : String(error);
  return new Error(
    `The data in ${folder} cannot be opened (${reason}). Look whether the disk is full; data that is damaged is deleted by --reset.`,
    { cause: error },
  );
}

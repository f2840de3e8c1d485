const REASONS: Record<string, string> = {
  EACCES: 'may not be written to by this user',
  EPERM: 'may not be written to by this user',
  EROFS: 'is on a file system that is read-only',
  ENOSPC: 'is on a disk that is full',
  EDQUOT: 'is on a disk whose quota is used up',
  EEXIST: 'is a file, not a folder',
  ENOTDIR: 'leads through a file that is not a folder',
};

/** Says in words why a folder cannot keep data; an error of another kind is handed back as it is. */
export function explainFolderError(folder: string, error: unknown): unknown {
  const reason = REASONS[(error as NodeJS.ErrnoException | undefined)?.code ?? ''];
  if (!reason) return error;
  return new Error(`The data directory ${folder} ${reason}. Choose another directory with --data.`, {
    cause: error,
  });
}

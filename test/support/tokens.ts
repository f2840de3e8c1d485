/** An access token that names a person; unsigned, for code that only reads it. `serial` tells tokens apart. */
export function tokenOf(person: string, serial: number): string {
  const part = (value: object): string =>
    btoa(JSON.stringify(value)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  return [
    part({ alg: 'HS256', typ: 'JWT' }),
    part({ sub: person, role: 'authenticated', serial }),
    'unsigned',
  ].join('.');
}

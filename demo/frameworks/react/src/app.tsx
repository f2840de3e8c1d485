import { useEffect, useState } from 'react';
import { FamilyPage } from './family-page.tsx';
import { SignIn } from './sign-in.tsx';
import { supabase } from './supabase.ts';

/** A form to sign in, then the family's page. */
export function App() {
  /** Nobody is null; undefined as long as it is not known. */
  const [person, setPerson] = useState<string | null>();

  useEffect(() => {
    const { data } = supabase.auth.onAuthStateChange((_change, session) =>
      setPerson(session?.user.id ?? null),
    );
    return () => data.subscription.unsubscribe();
  }, []);

  if (person === undefined) return null;
  return <main>{person === null ? <SignIn /> : <FamilyPage person={person} />}</main>;
}

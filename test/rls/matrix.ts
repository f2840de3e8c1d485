/**
 * Who may do what: typed by hand, attempted cell by cell in matrix-rows.test.ts and matrix-topics.test.ts.
 *
 * The people: one timeline and its owner; a viewer, an editor and an admin by a grant to them; a commenter by
 * a grant to a family whose member they are; an outsider who is signed in; and nobody, signed in as nobody.
 * "public" stands for the timeline of somebody else who shares it with the public; to it all seven are strangers.
 */
export const ROLES = ['anonymous', 'outsider', 'viewer', 'commenter', 'editor', 'admin', 'owner'] as const;
export type Role = (typeof ROLES)[number];

export type Verb = 'select' | 'insert' | 'update' | 'delete';

/** One line of a table below: the cells of one verb. */
export interface Line {
  subject: string;
  /** A verb; on topics, insert is told apart by what is inserted: a broadcast or presence. */
  verb: string;
  allowed: Record<Role, boolean>;
}

/**
 * Rows of the owner: events, media, files and comments on the timeline, a conversation, a family, the inbox.
 * Inserts are in one's own name. Whose row it is exactly is in subjects.ts.
 */
export const TABLES: Line[] = parse(`
  | subject               | verb   | anonymous | outsider | viewer | commenter | editor | admin | owner |
  | users                 | select | no        | no       | no     | no        | no     | no    | yes   |
  | users                 | insert | no        | no       | no     | no        | no     | no    | no    |
  | users                 | update | no        | no       | no     | no        | no     | no    | yes   |
  | users                 | delete | no        | no       | no     | no        | no     | no    | no    |
  | profiles              | select | no        | no       | yes    | yes       | yes    | yes   | yes   |
  | profiles              | insert | no        | no       | no     | no        | no     | no    | no    |
  | profiles              | update | no        | no       | no     | no        | no     | no    | no    |
  | profiles              | delete | no        | no       | no     | no        | no     | no    | no    |
  | families              | select | no        | no       | no     | yes       | no     | no    | yes   |
  | families              | insert | no        | yes      | yes    | yes       | yes    | yes   | yes   |
  | families              | update | no        | no       | no     | no        | no     | no    | yes   |
  | families              | delete | no        | no       | no     | no        | no     | no    | yes   |
  | family_members        | select | no        | no       | no     | yes       | no     | no    | yes   |
  | family_members        | insert | no        | no       | no     | no        | no     | no    | yes   |
  | family_members        | update | no        | no       | no     | no        | no     | no    | yes   |
  | family_members        | delete | no        | no       | no     | no        | no     | no    | yes   |
  | timeline_shares       | select | no        | no       | no     | no        | no     | yes   | yes   |
  | timeline_shares       | insert | no        | no       | no     | no        | no     | yes   | yes   |
  | timeline_shares       | update | no        | no       | no     | no        | no     | yes   | yes   |
  | timeline_shares       | delete | no        | no       | no     | no        | no     | yes   | yes   |
  | life_events           | select | no        | no       | yes    | yes       | yes    | yes   | yes   |
  | life_events           | insert | no        | no       | no     | no        | yes    | yes   | yes   |
  | life_events           | update | no        | no       | no     | no        | yes    | yes   | yes   |
  | life_events           | delete | no        | no       | no     | no        | yes    | yes   | yes   |
  | media_objects         | select | no        | no       | yes    | yes       | yes    | yes   | yes   |
  | media_objects         | insert | no        | no       | no     | no        | yes    | yes   | yes   |
  | media_objects         | update | no        | no       | no     | no        | yes    | yes   | yes   |
  | media_objects         | delete | no        | no       | no     | no        | yes    | yes   | yes   |
  | event_comments        | select | no        | no       | yes    | yes       | yes    | yes   | yes   |
  | event_comments        | insert | no        | no       | no     | yes       | yes    | yes   | yes   |
  | event_comments        | update | no        | no       | no     | no        | no     | no    | yes   |
  | event_comments        | delete | no        | no       | no     | no        | no     | yes   | yes   |
  | chat_sessions         | select | no        | no       | no     | no        | no     | no    | yes   |
  | chat_sessions         | insert | no        | yes      | yes    | yes       | yes    | yes   | yes   |
  | chat_sessions         | update | no        | no       | no     | no        | no     | no    | yes   |
  | chat_sessions         | delete | no        | no       | no     | no        | no     | no    | yes   |
  | chat_participants     | select | no        | no       | no     | no        | no     | no    | yes   |
  | chat_participants     | insert | no        | no       | no     | no        | no     | no    | yes   |
  | chat_participants     | update | no        | no       | no     | no        | no     | no    | no    |
  | chat_participants     | delete | no        | no       | no     | no        | no     | no    | yes   |
  | chat_messages         | select | no        | no       | no     | no        | no     | no    | yes   |
  | chat_messages         | insert | no        | no       | no     | no        | no     | no    | yes   |
  | chat_messages         | update | no        | no       | no     | no        | no     | no    | yes   |
  | chat_messages         | delete | no        | no       | no     | no        | no     | no    | yes   |
  | chat_reads            | select | no        | no       | no     | no        | no     | no    | yes   |
  | chat_reads            | insert | no        | no       | no     | no        | no     | no    | yes   |
  | chat_reads            | update | no        | no       | no     | no        | no     | no    | yes   |
  | chat_reads            | delete | no        | no       | no     | no        | no     | no    | no    |
  | chat_extracted_events | select | no        | no       | no     | no        | no     | no    | yes   |
  | chat_extracted_events | insert | no        | no       | no     | no        | no     | no    | no    |
  | chat_extracted_events | update | no        | no       | no     | no        | no     | no    | yes   |
  | chat_extracted_events | delete | no        | no       | no     | no        | no     | no    | yes   |
  | user_notifications    | select | no        | no       | no     | no        | no     | no    | yes   |
  | user_notifications    | insert | no        | no       | no     | no        | no     | no    | no    |
  | user_notifications    | update | no        | no       | no     | no        | no     | no    | yes   |
  | user_notifications    | delete | no        | no       | no     | no        | no     | no    | yes   |
  | push_subscriptions    | select | no        | no       | no     | no        | no     | no    | yes   |
  | push_subscriptions    | insert | no        | yes      | yes    | yes       | yes    | yes   | yes   |
  | push_subscriptions    | update | no        | no       | no     | no        | no     | no    | yes   |
  | push_subscriptions    | delete | no        | no       | no     | no        | no     | no    | yes   |
  | nality_trash          | select | no        | no       | no     | no        | yes    | yes   | yes   |
  | nality_trash          | insert | no        | no       | no     | no        | no     | no    | no    |
  | nality_trash          | update | no        | no       | no     | no        | no     | no    | no    |
  | nality_trash          | delete | no        | no       | no     | no        | no     | no    | no    |
  | nality.sources        | select | no        | no       | no     | no        | no     | no    | no    |
  | nality.sources        | insert | no        | no       | no     | no        | no     | no    | no    |
  | nality.sources        | update | no        | no       | no     | no        | no     | no    | no    |
  | nality.sources        | delete | no        | no       | no     | no        | no     | no    | no    |
  | nality.epoch          | select | no        | no       | no     | no        | no     | no    | no    |
  | nality.epoch          | insert | no        | no       | no     | no        | no     | no    | no    |
  | nality.epoch          | update | no        | no       | no     | no        | no     | no    | no    |
  | nality.epoch          | delete | no        | no       | no     | no        | no     | no    | no    |
  | nality.ledger         | select | no        | no       | no     | no        | no     | no    | no    |
  | nality.ledger         | insert | no        | no       | no     | no        | no     | no    | no    |
  | nality.ledger         | update | no        | no       | no     | no        | no     | no    | no    |
  | nality.ledger         | delete | no        | no       | no     | no        | no     | no    | no    |
  | nality.taken_out      | select | no        | no       | no     | no        | no     | no    | no    |
  | nality.taken_out      | insert | no        | no       | no     | no        | no     | no    | no    |
  | nality.taken_out      | update | no        | no       | no     | no        | no     | no    | no    |
  | nality.taken_out      | delete | no        | no       | no     | no        | no     | no    | no    |
  | storage.objects       | select | no        | no       | yes    | yes       | yes    | yes   | yes   |
  | storage.objects       | insert | no        | no       | no     | no        | yes    | yes   | yes   |
  | storage.objects       | update | no        | no       | no     | no        | yes    | yes   | yes   |
  | storage.objects       | delete | no        | no       | no     | no        | yes    | yes   | yes   |

  | profiles, public        | select | yes     | yes      | yes    | yes       | yes    | yes   | yes   |
  | life_events, public     | select | yes     | yes      | yes    | yes       | yes    | yes   | yes   |
  | life_events, public     | insert | no      | no       | no     | no        | no     | no    | no    |
  | life_events, public     | update | no      | no       | no     | no        | no     | no    | no    |
  | life_events, public     | delete | no      | no       | no     | no        | no     | no    | no    |
  | media_objects, public   | select | yes     | yes      | yes    | yes       | yes    | yes   | yes   |
  | media_objects, public   | insert | no      | no       | no     | no        | no     | no    | no    |
  | media_objects, public   | update | no      | no       | no     | no        | no     | no    | no    |
  | media_objects, public   | delete | no      | no       | no     | no        | no     | no    | no    |
  | event_comments, public  | select | yes     | yes      | yes    | yes       | yes    | yes   | yes   |
  | event_comments, public  | insert | no      | no       | no     | no        | no     | no    | no    |
  | event_comments, public  | update | no      | no       | no     | no        | no     | no    | no    |
  | event_comments, public  | delete | no      | no       | no     | no        | no     | no    | no    |
  | timeline_shares, public | select | no      | no       | no     | no        | no     | no    | no    |
  | nality_trash, public    | select | no      | no       | no     | no        | no     | no    | no    |
  | storage.objects, public | select | yes     | yes      | yes    | yes       | yes    | yes   | yes   |
  | storage.objects, public | insert | no      | no       | no     | no        | no     | no    | no    |
  | storage.objects, public | update | no      | no       | no     | no        | no     | no    | no    |
  | storage.objects, public | delete | no      | no       | no     | no        | no     | no    | no    |
`);

/**
 * Private channels. select: the join is accepted. broadcast, presence: somebody else in the room receives it.
 * update, delete: of the messages on the way, which nobody may touch.
 * The chat is the owner's with the editor taking part; the family is that of owner and commenter.
 */
export const TOPICS: Line[] = parse(`
  | subject                 | verb      | anonymous | outsider | viewer | commenter | editor | admin | owner |
  | timeline                | select    | no        | no       | yes    | yes       | yes    | yes   | yes   |
  | timeline                | broadcast | no        | no       | no     | no        | no     | no    | no    |
  | timeline                | presence  | no        | no       | no     | no        | no     | no    | no    |
  | timeline                | update    | no        | no       | no     | no        | no     | no    | no    |
  | timeline                | delete    | no        | no       | no     | no        | no     | no    | no    |
  | timeline_collab         | select    | no        | no       | yes    | yes       | yes    | yes   | yes   |
  | timeline_collab         | broadcast | no        | no       | no     | no        | yes    | yes   | yes   |
  | timeline_collab         | presence  | no        | no       | yes    | yes       | yes    | yes   | yes   |
  | timeline_collab         | update    | no        | no       | no     | no        | no     | no    | no    |
  | timeline_collab         | delete    | no        | no       | no     | no        | no     | no    | no    |
  | event_comments          | select    | no        | no       | yes    | yes       | yes    | yes   | yes   |
  | event_comments          | broadcast | no        | no       | no     | yes       | yes    | yes   | yes   |
  | event_comments          | presence  | no        | no       | no     | yes       | yes    | yes   | yes   |
  | event_comments          | update    | no        | no       | no     | no        | no     | no    | no    |
  | event_comments          | delete    | no        | no       | no     | no        | no     | no    | no    |
  | chat                    | select    | no        | no       | no     | no        | yes    | no    | yes   |
  | chat                    | broadcast | no        | no       | no     | no        | yes    | no    | yes   |
  | chat                    | presence  | no        | no       | no     | no        | yes    | no    | yes   |
  | chat                    | update    | no        | no       | no     | no        | no     | no    | no    |
  | chat                    | delete    | no        | no       | no     | no        | no     | no    | no    |
  | answers                 | select    | no        | no       | no     | no        | yes    | no    | yes   |
  | answers                 | broadcast | no        | no       | no     | no        | no     | no    | no    |
  | answers                 | presence  | no        | no       | no     | no        | no     | no    | no    |
  | answers                 | update    | no        | no       | no     | no        | no     | no    | no    |
  | answers                 | delete    | no        | no       | no     | no        | no     | no    | no    |
  | live                    | select    | no        | no       | no     | no        | yes    | no    | yes   |
  | live                    | broadcast | no        | no       | no     | no        | yes    | no    | yes   |
  | live                    | presence  | no        | no       | no     | no        | yes    | no    | yes   |
  | live                    | update    | no        | no       | no     | no        | no     | no    | no    |
  | live                    | delete    | no        | no       | no     | no        | no     | no    | no    |
  | notifications           | select    | no        | no       | no     | no        | no     | no    | yes   |
  | notifications           | broadcast | no        | no       | no     | no        | no     | no    | no    |
  | notifications           | presence  | no        | no       | no     | no        | no     | no    | no    |
  | notifications           | update    | no        | no       | no     | no        | no     | no    | no    |
  | notifications           | delete    | no        | no       | no     | no        | no     | no    | no    |
  | announcements           | select    | no        | yes      | yes    | yes       | yes    | yes   | yes   |
  | announcements           | broadcast | no        | no       | no     | no        | no     | no    | no    |
  | announcements           | presence  | no        | no       | no     | no        | no     | no    | no    |
  | announcements           | update    | no        | no       | no     | no        | no     | no    | no    |
  | announcements           | delete    | no        | no       | no     | no        | no     | no    | no    |
  | family                  | select    | no        | no       | no     | yes       | no     | no    | yes   |
  | family                  | broadcast | no        | no       | no     | yes       | no     | no    | yes   |
  | family                  | presence  | no        | no       | no     | yes       | no     | no    | yes   |
  | family                  | update    | no        | no       | no     | no        | no     | no    | no    |
  | family                  | delete    | no        | no       | no     | no        | no     | no    | no    |
  | presence of a timeline  | select    | no        | no       | yes    | yes       | yes    | yes   | yes   |
  | presence of a timeline  | broadcast | no        | no       | no     | no        | yes    | yes   | yes   |
  | presence of a timeline  | presence  | no        | no       | yes    | yes       | yes    | yes   | yes   |
  | presence of a family    | select    | no        | no       | no     | yes       | no     | no    | yes   |
  | presence of a family    | broadcast | no        | no       | no     | yes       | no     | no    | yes   |
  | presence of a family    | presence  | no        | no       | no     | yes       | no     | no    | yes   |
  | presence of a chat      | select    | no        | no       | no     | no        | yes    | no    | yes   |
  | presence of a chat      | broadcast | no        | no       | no     | no        | yes    | no    | yes   |
  | presence of a chat      | presence  | no        | no       | no     | no        | yes    | no    | yes   |
  | presence by name        | select    | no        | yes      | yes    | yes       | yes    | yes   | yes   |
  | presence by name        | broadcast | no        | yes      | yes    | yes       | yes    | yes   | yes   |
  | presence by name        | presence  | no        | yes      | yes    | yes       | yes    | yes   | yes   |
  | presence by name        | update    | no        | no       | no     | no        | no     | no    | no    |
  | presence by name        | delete    | no        | no       | no     | no        | no     | no    | no    |
  | timeline, public        | select    | yes       | yes      | yes    | yes       | yes    | yes   | yes   |
  | timeline, public        | broadcast | no        | no       | no     | no        | no     | no    | no    |
  | timeline, public        | presence  | no        | no       | no     | no        | no     | no    | no    |
  | event_comments, public  | select    | yes       | yes      | yes    | yes       | yes    | yes   | yes   |
  | event_comments, public  | broadcast | no        | no       | no     | no        | no     | no    | no    |
  | event_comments, public  | presence  | no        | no       | no     | no        | no     | no    | no    |
  | timeline_collab, public | select    | no        | no       | no     | no        | no     | no    | no    |
  | timeline_collab, public | broadcast | no        | no       | no     | no        | no     | no    | no    |
  | timeline_collab, public | presence  | no        | no       | no     | no        | no     | no    | no    |
  | unknown                 | select    | no        | no       | no     | no        | no     | no    | no    |
  | unknown                 | broadcast | no        | no       | no     | no        | no     | no    | no    |
  | unknown                 | presence  | no        | no       | no     | no        | no     | no    | no    |
`);

function parse(table: string): Line[] {
  const [, ...lines] = table
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  return lines.map(([subject = '', verb = '', ...cells]) => ({ subject, verb, allowed: cellsOf(cells) }));
}

function cellsOf(cells: string[]): Record<Role, boolean> {
  if (cells.length !== ROLES.length || !cells.every((cell) => cell === 'yes' || cell === 'no'))
    throw new Error(`Not a line of the matrix: ${cells.join(' | ')}`);
  return Object.fromEntries(ROLES.map((role, place) => [role, cells[place] === 'yes'])) as Record<
    Role,
    boolean
  >;
}

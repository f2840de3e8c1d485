import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openCircle } from './circle.ts';
import { addComment, addEvent, insert, share } from './fixtures.ts';
import type { Person, Row, TestProject } from './project.ts';

describe('for whom notifications are, and how many', () => {
  let project: TestProject;
  let owner: Person;
  let eve: Person;
  let irene: Person;
  let event: string;
  before(async () => {
    ({ project, owner, eve, irene } = await openCircle('comment'));
    event = await addEvent(project, owner);
  });
  after(() => project.close());

  const comment = (who: Person, values: Row = {}): Promise<string> => addComment(project, who, event, values);
  const inbox = (who: Person, kind?: string): Promise<Row[]> =>
    project.rows(
      who,
      `select kind, title, message, details, subject_id, action_url from user_notifications
       where user_id = $1 and ($2::text is null or kind = $2) order by created_at`,
      [who.id, kind ?? null],
    );
  const kinds = async (who: Person, subject: string): Promise<unknown[]> =>
    (await inbox(who)).filter((row) => row['subject_id'] === subject).map((row) => row['kind']);
  const member = async (name: string): Promise<Person> => {
    const person = await project.person(name);
    await share(project, owner, person, 'comment');
    return person;
  };
  /** The first told of was so long ago that it does not count any more. */
  const later = (who: Person, interval: string): Promise<Row[]> =>
    project.rows(
      'postgres',
      'update user_notifications set created_at = created_at - $2::interval where user_id = $1',
      [who.id, interval],
    );

  it('an answer is told to everybody who wrote in the thread, to each once, and not to its writer', async () => {
    const [first, second, gone] = [await member('Un'), await member('Deux'), await member('Trois')];
    const root = await comment(eve);
    await comment(first, { parent_id: root });
    await comment(first, { parent_id: root });
    await comment(second, { parent_id: root });
    const taken = await comment(gone, { parent_id: root });
    await project.rows(gone, 'delete from event_comments where id = $1', [taken]);
    const answer = await comment(irene, { parent_id: root, mentions: [second.id] });
    assert.deepEqual(await kinds(eve, answer), ['reply']);
    assert.deepEqual(await kinds(first, answer), ['thread']);
    assert.deepEqual(await kinds(second, answer), ['mention']);
    assert.deepEqual(await kinds(owner, answer), ['comment']);
    for (const nobody of [gone, irene]) assert.deepEqual(await kinds(nobody, answer), []);
    const [told] = (await inbox(first)).filter((row) => row['subject_id'] === answer);
    assert.equal(told?.['title'], 'Irène answered the same comment as you');
    const own = await comment(first, { parent_id: root });
    assert.deepEqual([await kinds(eve, own), await kinds(first, own)], [['reply'], []]);
  });

  it('an answer is told to nobody whose comments are all deleted or who may not read on', async () => {
    const [shut, cleared] = [await project.person('Shut'), await member('Cleared')];
    const grant = await share(project, owner, shut, 'comment');
    const root = await comment(cleared);
    await comment(shut, { parent_id: root });
    await project.rows(cleared, 'delete from event_comments where id = $1', [root]);
    await project.rows(owner, 'delete from timeline_shares where id = $1', [grant]);
    const answer = await comment(eve, { parent_id: root });
    assert.deepEqual([await kinds(shut, answer), await kinds(cleared, answer)], [[], []]);
  });

  it('a mention calls nobody to a public timeline who does not belong to it', async () => {
    const [author, reader] = [await project.person('Loud'), await project.person('Stranger')];
    await share(project, author, 'public');
    const page = await addEvent(project, author);
    const id = await comment(author, { event_id: page, mentions: [reader.id] });
    await project.rows(author, `update event_comments set mentions = '{}' where id = $1`, [id]);
    await project.rows(author, 'update event_comments set mentions = $2 where id = $1', [id, [reader.id]]);
    assert.deepEqual(await inbox(reader), []);
    await share(project, author, reader);
    const told = await comment(author, { event_id: page, mentions: [reader.id] });
    assert.deepEqual(await kinds(reader, told), ['mention']);
  });

  it('what is repeated within a day is not told again, even where the first was deleted', async () => {
    const [host, guest] = [await project.person('Host'), await project.person('Guest')];
    const session = (await insert(project, host, 'chat_sessions', {}))['id'];
    const page = await addEvent(project, host);
    await share(project, host, guest);
    const words = await comment(host, { event_id: page, mentions: [guest.id] });
    const repeat = async (): Promise<void> => {
      await insert(project, host, 'chat_participants', { session_id: session, user_id: guest.id });
      await project.rows(host, 'delete from chat_participants where session_id = $1', [session]);
      await project.rows(host, 'delete from timeline_shares where grantee_id = $1', [guest.id]);
      await share(project, host, guest);
      for (const mentions of [[], [guest.id]])
        await project.rows(host, 'update event_comments set mentions = $2 where id = $1', [words, mentions]);
    };
    const told = async (): Promise<unknown[]> =>
      (await inbox(guest)).map((row) => row['kind'] as string).sort();
    await repeat();
    await repeat();
    assert.deepEqual(await told(), ['invitation', 'mention', 'share']);
    await project.rows(guest, 'delete from user_notifications');
    await repeat();
    assert.equal((await told()).length, 3);
    await later(guest, '23 hours');
    await repeat();
    assert.equal((await told()).length, 3);
    await later(guest, '2 hours');
    await repeat();
    assert.deepEqual(await told(), ['invitation', 'invitation', 'mention', 'mention', 'share', 'share']);
  });

  it('of one person another hears sixty times in an hour at most, and of others all the same', async () => {
    const [reader, loud] = [await member('Reader'), await member('Loud')];
    const shout = (): Promise<Row[]> =>
      project.rows(
        loud,
        `insert into event_comments (event_id, content, mentions)
         select $1, 'Look!', $2 from generate_series(1, 70)`,
        [event, [reader.id]],
      );
    await shout();
    assert.equal((await inbox(reader, 'mention')).length, 60);
    await project.rows(reader, 'delete from user_notifications');
    await shout();
    assert.equal((await inbox(reader, 'mention')).length, 60);
    await comment(eve, { mentions: [reader.id] });
    assert.equal((await inbox(reader, 'mention')).length, 61);
    await later(reader, '61 minutes');
    await comment(loud, { mentions: [reader.id] });
    assert.equal((await inbox(reader, 'mention')).length, 62);
  });

  it('whoever is taken into a family is told by whom and into which, once; its founder is not', async () => {
    const [founder, child] = [await project.person('Bronia'), await project.person('Hela')];
    const family = (await insert(project, founder, 'families', { name: 'Dłuski' }))['id'];
    const add = (): Promise<Row> =>
      insert(project, founder, 'family_members', { family_id: family, user_id: child.id });
    await add();
    await project.rows(founder, 'delete from family_members where user_id = $1', [child.id]);
    await add();
    assert.deepEqual(await inbox(child), [
      {
        kind: 'family',
        title: 'Bronia took you into the family “Dłuski”',
        message: '',
        details: { actor: 'Bronia', title: 'Dłuski' },
        subject_id: family,
        action_url: null,
      },
    ]);
    assert.deepEqual(await inbox(founder), []);
    const served = await project.person();
    const sql = 'insert into family_members (family_id, user_id) values ($1, $2)';
    await project.rows('service_role', sql, [family, served.id]);
    assert.deepEqual(await inbox(served), []);
  });

  it('no name or title turns the sentence around it', async () => {
    const turns = '\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069';
    const sly = await project.person(`\u202E Mal\u2066lory ${turns}`);
    const name = 'select display_name from profiles where id = $1';
    assert.equal(await project.value(sly, name, [sly.id]), 'Mallory');
    const blank = await project.person(turns);
    assert.equal(await project.value(blank, name, [blank.id]), null);
    const guest = await project.person();
    const family = await insert(project, sly, 'families', { name: `Cu${turns}rie` });
    await insert(project, sly, 'family_members', { family_id: family['id'], user_id: guest.id });
    const session = await insert(project, sly, 'chat_sessions', { title: `Sun${turns}day` });
    await insert(project, sly, 'chat_participants', { session_id: session['id'], user_id: guest.id });
    await share(project, sly, guest);
    const page = await addEvent(project, sly, { title: `Ra${turns}dium` });
    await comment(sly, { event_id: page, content: `Bra${turns}vo`, mentions: [guest.id] });
    const all = JSON.stringify(await inbox(guest));
    for (const word of ['“Curie”', '"Sunday"', '"Radium"', '"Bravo"', '"Mallory"'])
      assert.ok(all.replaceAll('\\', '').includes(word), word);
    assert.doesNotMatch(all, /\p{Bidi_Control}/u);
  });

  it('names of mentioned people are found by their key, and what is no id is left out', async () => {
    const words = `@[${irene.id}] @[${'-'.repeat(36)}] @[${'0'.repeat(36)}] Bravo`;
    const id = await comment(eve, { content: words });
    const [told] = (await inbox(owner)).filter((row) => row['subject_id'] === id);
    assert.equal(told?.['message'], '@Irène @… @… Bravo');
    const { source, plan } = await project.as('postgres', async (sql) => {
      await sql.exec('set local enable_seqscan = off');
      const { rows } = await sql.query<{ prosrc: string }>(
        `select prosrc from pg_proc where proname = 'named'`,
      );
      const query = /select profile\.\*[\s\S]*?(?=and profile\.display_name)/.exec(rows[0]!.prosrc)![0];
      const explained = await sql.query(`explain ${query.replace('words', `'${words}'`)}`);
      return { source: query, plan: explained.rows.map((row) => Object.values(row)[0]).join('\n') };
    });
    assert.match(plan, /profiles_pkey[\s\S]*Index Cond: \(id = /, `${source}\n${plan}`);
  });
});

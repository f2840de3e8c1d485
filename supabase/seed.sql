-- The life of Marie Curie, as her family might keep it together.
--
-- Dates, places and people are history; where only a month, a season or a year is certain, `date_precision` says so.
-- The comments, the conversation and the notifications are invented.
--
-- Runs after the migrations, as `postgres` (not a superuser). It can run again: rows that are there stay as they are.
--
-- Fixed ids, by kind (the last group counts):
--   00000000-0000-4000-8000-…  people                    00000000-0000-4000-8005-…  comments
--   00000000-0000-4000-8001-…  Marie's events            00000000-0000-4000-8006-…  chat sessions
--   00000000-0000-4000-8002-…  Pierre's events           00000000-0000-4000-8007-…  chat messages
--   00000000-0000-4000-8003-…  Irène's events            00000000-0000-4000-8008-…  extracted events
--   00000000-0000-4000-8004-…  family and shares         00000000-0000-4000-8009-…  notifications

-- =====================================================================================================================
-- People. Everyone's password is `radium-1898`; the hash below is its bcrypt digest (cost 10).
-- =====================================================================================================================

with person (n, email, display_name, avatar) as (values
  (1, 'marie@curie.test',      'Marie Curie',         'marie'),
  (2, 'pierre@curie.test',     'Pierre Curie',        'pierre'),
  (3, 'irene@curie.test',      'Irène Joliot-Curie',  'irene'),
  (4, 'eve@curie.test',        'Ève Curie',           'eve'),
  (5, 'bronia@curie.test',     'Bronisława Dłuska',   'bronia'),
  (9, 'camille@stranger.test', 'Camille Durand',      'camille')
)
insert into auth.users
  (instance_id, id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data,
   confirmation_token, recovery_token, email_change, email_change_token_new, created_at, updated_at)
select
  '00000000-0000-0000-0000-000000000000',
  format('00000000-0000-4000-8000-%s', lpad(n::text, 12, '0'))::uuid,
  'authenticated', 'authenticated', email,
  '$2a$10$XKCxL2KZZA958SYdQ7fNkusAEo9DEevVR029WofeRUxqZCcbCS2YC',
  now() - interval '120 days',
  '{"provider": "email", "providers": ["email"]}',
  jsonb_build_object('display_name', display_name, 'avatar_url', format('/drawings/%s.svg', avatar)),
  '', '', '', '',
  now() - interval '120 days', now() - interval '120 days'
from person
on conflict do nothing;

insert into auth.identities
  (id, user_id, provider, provider_id, identity_data, last_sign_in_at, created_at, updated_at)
select
  id, id, 'email', id::text,
  jsonb_build_object('sub', id, 'email', email, 'email_verified', true, 'phone_verified', false),
  created_at, created_at, created_at
from auth.users
where id::text like '00000000-0000-4000-8000-%'
on conflict do nothing;

update public.users set
  timezone = 'Europe/Paris', birth_date = known.birth_date, last_seen_at = now() - known.hours * interval '1 hour'
from (values
  ('marie@curie.test',  date '1867-11-07',   1),
  ('pierre@curie.test', date '1859-05-15',   3),
  ('irene@curie.test',  date '1897-09-12',   2),
  ('eve@curie.test',    date '1904-12-06',  70),
  ('bronia@curie.test', null,               96)
) as known (email, birth_date, hours)
where users.email = known.email and users.last_seen_at is null;

-- =====================================================================================================================
-- The family, and who may do what
-- =====================================================================================================================

insert into public.families (id, name, created_by, created_at) values
  ('00000000-0000-4000-8004-000000000001', 'Curie', '00000000-0000-4000-8000-000000000001', now() - interval '115 days')
on conflict do nothing;

insert into public.family_members (family_id, user_id, role) values
  ('00000000-0000-4000-8004-000000000001', '00000000-0000-4000-8000-000000000001', 'owner'),   -- Marie
  ('00000000-0000-4000-8004-000000000001', '00000000-0000-4000-8000-000000000002', 'member'),  -- Pierre
  ('00000000-0000-4000-8004-000000000001', '00000000-0000-4000-8000-000000000003', 'member'),  -- Irène
  ('00000000-0000-4000-8004-000000000001', '00000000-0000-4000-8000-000000000004', 'member'),  -- Ève
  ('00000000-0000-4000-8004-000000000001', '00000000-0000-4000-8000-000000000005', 'member')   -- Bronisława
on conflict do nothing;

with share (n, owner, kind, grantee, level) as (values
  -- Marie's timeline: person by person.
  (11, 1, 'user',   '00000000-0000-4000-8000-000000000002', 'admin'),    -- Pierre
  (12, 1, 'user',   '00000000-0000-4000-8000-000000000003', 'edit'),     -- Irène
  (13, 1, 'user',   '00000000-0000-4000-8000-000000000004', 'comment'),  -- Ève
  (14, 1, 'user',   '00000000-0000-4000-8000-000000000005', 'view'),     -- Bronisława
  -- Pierre's timeline: the whole world may look, his wife and elder daughter may write.
  (21, 2, 'public', null,                                   'view'),
  (22, 2, 'user',   '00000000-0000-4000-8000-000000000001', 'admin'),    -- Marie
  (23, 2, 'user',   '00000000-0000-4000-8000-000000000003', 'edit'),     -- Irène
  -- Irène's timeline: for the family.
  (31, 3, 'family', '00000000-0000-4000-8004-000000000001', 'comment')
)
insert into public.timeline_shares (id, owner_id, grantee_kind, grantee_id, level, created_by, created_at)
select
  format('00000000-0000-4000-8004-%s', lpad(n::text, 12, '0'))::uuid,
  format('00000000-0000-4000-8000-%s', lpad(owner::text, 12, '0'))::uuid,
  kind, grantee::uuid, level,
  format('00000000-0000-4000-8000-%s', lpad(owner::text, 12, '0'))::uuid,
  now() - interval '112 days' + n * interval '1 minute'
from share
on conflict do nothing;

-- =====================================================================================================================
-- Three timelines
--
-- One event: owner (1 Marie, 2 Pierre, 3 Irène), number, author, since, until ('ongoing': still going on), precision,
-- category, importance, drawing, tags; title, place, source; description.
-- =====================================================================================================================

with drawing (name, alt) as (values
  ('warsaw-house',  'A narrow town house with tall windows on a Warsaw street, under a crescent moon'),
  ('train',         'A steam train crossing a plain, smoke trailing behind it'),
  ('eiffel',        'The Eiffel Tower above the roofs and chimneys of Paris'),
  ('bicycle',       'A bicycle with a basket of flowers on the handlebars'),
  ('notebook',      'An open laboratory notebook with a curve and columns of figures, a pen lying across it'),
  ('flask',         'A round-bottomed flask that glows in the dark'),
  ('tile',          'Two tiles of the periodic table: polonium, 84, and radium, 88'),
  ('shed',          'A wooden shed with a glass roof, light in its windows'),
  ('medal',         'A medal with a laurel branch, hanging from a ribbon'),
  ('lecture-hall',  'The rising benches of a lecture hall, seen from the desk below'),
  ('petite-curie',  'A motor van with a cross on its side, a cable running to an X-ray tube'),
  ('steamer',       'An ocean liner with four funnels on long waves'),
  ('mountains',     'Two walkers on a ridge before snow-covered mountains'),
  ('pantheon',      'The dome and columns of the Panthéon in Paris'),
  ('rover',         'A small six-wheeled rover on a stony plain, two moons above it')
),
event (owner, n, author, since, until, precision, category, importance, drawing, tags,
       title, place, source, description) as (values

  -- ==== Marie =========================================================================================================

  -- ---- Warsaw, 1867–1891 --------------------------------------------------------------------------------------------

  (1, 1, 'marie', '1867-11-07', null, 'day', 'personal', 10, 'warsaw-house', '{birth,Warsaw,childhood}',
   'Born Maria Salomea Skłodowska', '16 Freta Street, Warsaw', null,
   'The fifth and youngest child of Władysław Skłodowski, who teaches mathematics and physics, and Bronisława, who runs '
   'a boarding school for girls in the house where Maria is born. Zofia, Józef, Bronisława and Helena are waiting for her. '
   'At home she is Mania, or Maniusia.'),

  (1, 2, 'marie', '1868-01-01', null, 'about', 'family', 3, null, '{Warsaw,childhood}',
   'The family moves to Nowolipki Street', 'Nowolipki Street, Warsaw', null,
   'Father has a post at a boys'' school there, and lodgings with it. Mother gives up her own school.'),

  (1, 3, 'marie', '1873-01-01', null, 'about', 'family', 4, null, '{Warsaw,father}',
   'Father loses his post', 'Warsaw', null,
   'His Russian superiors do not care for a Polish patriot. The family loses its lodgings with the position, and most of '
   'its savings in a bad investment, and takes in schoolboys as boarders to live.'),

  (1, 4, 'marie', '1876-01-01', null, 'year', 'family', 6, null, '{sister,loss}',
   'Zofia dies', 'Warsaw', null,
   'The eldest of the five dies of typhus, caught from one of the boarders. Maria is eight.'),

  (1, 5, 'marie', '1877-01-01', null, 'year', 'education', 4, null, '{school,Warsaw}',
   'At Jadwiga Sikorska''s school', 'Marszałkowska Street, Warsaw', null,
   'A private school where Polish history is taught in Polish, against the law, until the bell announces the inspector. '
   'When he comes it is Maria who is called upon, because she knows her lesson and speaks perfect Russian.'),

  (1, 6, 'marie', '1878-05-01', null, 'month', 'family', 8, null, '{mother,loss}',
   'Mother dies', 'Warsaw', null,
   'Bronisława Skłodowska had been ill with tuberculosis for most of Maria''s childhood, and kept from kissing her '
   'children so as not to harm them. Maria is ten.'),

  (1, 7, 'marie', '1883-06-12', null, 'day', 'education', 6, null, '{school,"gold medal"}',
   'Leaves school with the gold medal', 'Warsaw', null,
   'First in her class at the state gymnasium for girls, at fifteen, like Józef and Bronia before her. The University '
   'of Warsaw does not admit women, so for the moment that is the end of it.'),

  (1, 8, 'marie', '1883-07-01', '1884-06-30', 'season', 'travel', 4, null, '{countryside,holiday,dancing}',
   'A year in the country', 'With relatives in the Polish countryside', 'Ève Curie, Madame Curie (1937)',
   'Exhausted after school, she is sent to uncles and cousins: horses, rivers, novels, sledge rides by torchlight and '
   'dancing until morning. It stays the one year of her life without any work in it.'),

  (1, 9, 'marie', '1884-01-01', null, 'about', 'education', 6, null, '{"Flying University",Warsaw}',
   'The Flying University', 'Warsaw, never the same address twice', null,
   'Maria and Bronia join the secret classes that move from flat to flat to escape the police, where young women are '
   'taught anatomy, natural history and sociology, and teach others in turn.'),

  (1, 10, 'marie', '1885-01-01', null, 'year', 'family', 8, null, '{Bronia,Paris,promise}',
   'A pact between sisters', 'Warsaw', null,
   'Maria will work as a governess and pay for Bronia''s medical studies in Paris; then Bronia will do the same for her. '
   'Both of them keep their word.'),

  (1, 11, 'marie', '1886-01-01', '1889-12-31', 'year', 'career', 5, null, '{governess,Szczuki}',
   'Governess at Szczuki', 'Szczuki, north of Warsaw', null,
   'Three and a half years with the Żorawski family, on an estate among sugar-beet fields. By day she teaches their '
   'children; the evenings, and the hours before breakfast, are for herself.'),

  (1, 12, 'marie', '1886-01-01', null, 'about', 'other', 4, null, '{teaching,Szczuki}',
   'A secret school for the village children', 'Szczuki', null,
   'With the eldest Żorawski daughter she teaches a dozen and more children of farm hands to read and write Polish, '
   'which could have sent both of them to Siberia.'),

  (1, 13, 'marie', '1887-01-01', null, 'about', 'relationship', 5, null, '{Szczuki,heartbreak}',
   'Kazimierz Żorawski', 'Szczuki', null,
   'The eldest son, a student of mathematics, wants to marry the governess. His parents forbid it. She has to stay in '
   'the house, because Bronia needs the money; he becomes a well-known mathematician.'),

  (1, 14, 'marie', '1880-01-01', null, 'decade', 'education', 5, null, '{reading,physics}',
   'Physics by lamplight', 'Szczuki and Warsaw', 'Marie Curie, Autobiographical Notes (1923)',
   'Literature and sociology tempted her as much as science. Working alone, with borrowed books and problems that her '
   'father set her by letter, she found out that it was mathematics and physics she wanted.'),

  (1, 15, 'marie', '1889-01-01', null, 'year', 'travel', 3, null, '{governess,sea}',
   'A summer post by the Baltic', 'Sopot', null,
   'Her next employers spend the season at the seaside, then return to Warsaw and take her home with them.'),

  (1, 16, 'marie', '1890-01-01', '1891-12-31', 'year', 'education', 6, 'flask', '{laboratory,Warsaw,chemistry}',
   'Her first laboratory', 'Museum of Industry and Agriculture, 66 Krakowskie Przedmieście, Warsaw', null,
   'Her cousin Józef Boguski directs what the authorities believe is a museum. In the evenings and on Sundays she '
   'repeats there, alone, the experiments that she knows from books, and learns how seldom they succeed at once.'),

  -- ---- Paris, 1891–1897 ---------------------------------------------------------------------------------------------

  (1, 17, 'marie', '1891-11-01', null, 'month', 'travel', 8, 'train', '{Paris,journey}',
   'The train to Paris', 'Warsaw to the Gare du Nord', 'Ève Curie, Madame Curie (1937)',
   'Bronia is a doctor now, and married, and it is Maria''s turn. Through Germany she travels in the cheapest carriage, '
   'on a folding chair of her own, with food for three days and a quilt.'),

  (1, 18, 'marie', '1891-11-01', null, 'month', 'education', 9, 'eiffel', '{Sorbonne,Paris}',
   'Enrols at the Sorbonne as Marie', 'Faculty of Sciences, Paris', null,
   'One of some two dozen women among about eighteen hundred students of science. The lectures are in a French much faster '
   'than the one she has learnt, and in mathematics she has years to make up.'),

  (1, 19, 'marie', '1892-03-01', null, 'season', 'personal', 4, null, '{"Latin Quarter",garret}',
   'A garret of her own', 'Rue Flatters, Paris', null,
   'Life at the Dłuskis'' is merry and an hour away by omnibus, so she moves to the Latin Quarter: a room under the '
   'roof, six floors up, where the water freezes in the basin and she piles all her clothes on the bed to keep warm.'),

  (1, 20, 'marie', '1893-07-01', null, 'month', 'achievement', 8, null, '{degree,physics,Sorbonne}',
   'Degree in physics, first of her year', 'Sorbonne, Paris', null,
   'The licence ès sciences physiques, less than two years after her arrival.'),

  (1, 21, 'marie', '1893-01-01', null, 'year', 'education', 4, null, '{scholarship,Poland}',
   'The Alexandrovitch scholarship', 'Warsaw and Paris', 'Ève Curie, Madame Curie (1937)',
   'Six hundred roubles, enough for another fifteen months of study. With her first real earnings she pays the sum back, '
   'which nobody had ever done, so that another girl may have it.'),

  (1, 22, 'marie', '1894-01-01', null, 'year', 'career', 5, null, '{magnetism,steel}',
   'First commission: the magnetism of steel', 'Paris', null,
   'The Society for the Encouragement of National Industry pays her to study the magnetic properties of different steels. '
   'What she lacks is room for the apparatus.'),

  (1, 23, 'marie', '1894-04-01', null, 'season', 'relationship', 9, null, '{Pierre,meeting}',
   'Meets Pierre Curie', 'The lodgings of Józef Kowalski, Paris', 'Marie Curie, Pierre Curie (1923)',
   'A Polish physicist who knows that she is looking for a laboratory invites her to tea, together with a man who may '
   'have one. As she comes in he is standing in the recess of a French window. They talk of science all evening.'),

  (1, 24, 'marie', '1894-07-01', null, 'month', 'achievement', 6, null, '{degree,mathematics,Sorbonne}',
   'Degree in mathematics', 'Sorbonne, Paris', null,
   'Her second licence, one year after the first. This time she comes second.'),

  (1, 25, 'marie', '1894-07-15', null, 'season', 'travel', 5, null, '{Poland,Kraków}',
   'Home, and back again', 'Warsaw and Kraków', null,
   'She means to work in Poland, near her father. The university in Kraków will not have a woman. Pierre''s letters '
   'follow her all summer, and in October she is in Paris.'),

  (1, 26, 'marie', '1895-07-26', null, 'day', 'relationship', 10, null, '{wedding,Pierre,Sceaux}',
   'Marries Pierre', 'Town hall of Sceaux', null,
   'No church, no rings, no white dress. She wears a dark blue outfit that will do for the laboratory afterwards, and '
   'does, for years.'),

  (1, 27, 'pierre', '1895-08-01', null, 'season', 'travel', 6, 'bicycle', '{honeymoon,bicycles,Pierre}',
   'Honeymoon on two bicycles', 'The roads of France', null,
   'A cousin''s wedding present has been turned into two bicycles. They ride from village to village with no plan and '
   'hardly any luggage, and sleep where evening finds them.'),

  (1, 28, 'marie', '1896-01-01', null, 'year', 'education', 5, null, '{teaching,examination}',
   'First in the agrégation', 'Paris', null,
   'She passes the examination for teachers at girls'' secondary schools at the head of the list.'),

  (1, 29, 'pierre', '1897-09-12', null, 'day', 'family', 9, null, '{birth,Irène}',
   'Irène is born', 'Paris', null,
   'Grandfather Eugène Curie, a physician, brings her into the world, and soon moves in to help bring her up. Marie '
   'enters weights and teeth in a grey notebook, beside the household accounts.'),

  -- ---- Radium, 1897–1906 --------------------------------------------------------------------------------------------

  (1, 30, 'marie', '1897-12-16', null, 'day', 'career', 9, 'notebook', '{notebook,uranium,electrometer}',
   'The first page of the notebook', 'School of Industrial Physics and Chemistry, rue Lhomond, Paris', null,
   'For her thesis she has chosen the rays that Becquerel found coming out of uranium. In a damp storeroom, with the '
   'electrometer and the quartz balance that Pierre and his brother invented, she starts to measure how strong they are.'),

  (1, 31, 'marie', '1898-04-12', null, 'day', 'achievement', 8, null, '{thorium,uranium,publication}',
   'The rays belong to the atom', 'Académie des sciences, Paris',
   'Comptes rendus de l''Académie des sciences 126 (1898), pp. 1101–1103',
   'Gabriel Lippmann reads her first note on the subject. Thorium gives off rays as well; and two minerals are far more '
   'active than the uranium in them can explain, so there must be something else inside.'),

  (1, 32, 'pierre', '1898-07-18', null, 'day', 'achievement', 10, 'tile', '{polonium,discovery,radioactivity}',
   'Polonium', 'Académie des sciences, Paris',
   'Comptes rendus de l''Académie des sciences 127 (1898), pp. 175–178',
   'Pierre has put his crystals aside to join her. Their note on a new substance in pitchblende uses the word '
   '"radio-active" for the first time, and proposes to name the element after her country, which is not on any map.'),

  (1, 33, 'marie', '1898-12-26', null, 'day', 'achievement', 10, 'tile', '{radium,discovery,Bémont}',
   'Radium', 'Académie des sciences, Paris',
   'Comptes rendus de l''Académie des sciences 127 (1898), pp. 1215–1217',
   'The second new element, announced with Gustave Bémont. Eugène Demarçay has seen its spectral line. What nobody has '
   'seen yet is the element itself.'),

  (1, 34, 'pierre', '1898-01-01', null, 'year', 'achievement', 4, null, '{prize,magnetism}',
   'The Gegner Prize', 'Académie des sciences, Paris', null,
   'For her work on magnetic steels and on radioactivity. She is awarded it twice more, and the money is welcome every time.'),

  (1, 35, 'marie', '1899-01-01', '1902-12-31', 'year', 'career', 9, 'shed', '{pitchblende,radium,shed}',
   'Tonnes of pitchblende in a shed', 'Rue Lhomond, Paris', 'Marie Curie, Autobiographical Notes (1923)',
   'Thirteen tonnes of mining residue come from Joachimsthal in Bohemia, brown dust mixed with pine needles. In a former '
   'dissecting room with a leaking glass roof she boils, stirs, filters and crystallises, twenty kilograms at a time.'),

  (1, 36, 'marie', '1900-01-01', null, 'about', 'personal', 8, 'flask', '{radium,night,shed}',
   'The glow at night', 'The shed, rue Lhomond, Paris', 'Marie Curie, Autobiographical Notes (1923)',
   'One of their joys is to go back after dark, when the tubes and dishes on the tables and shelves are faintly luminous '
   'on every side.'),

  (1, 37, 'pierre', '1900-08-01', null, 'month', 'career', 6, null, '{congress,publication}',
   'The International Congress of Physics', 'Paris', null,
   'During the World''s Fair the physicists of all countries meet in Paris. The Curies'' report on the new radioactive '
   'substances ends with the open question: where does the energy come from?'),

  (1, 38, 'marie', '1900-01-01', null, 'year', 'career', 6, null, '{teaching,Sèvres}',
   'Lecturer at Sèvres', 'École normale supérieure for young women, Sèvres', null,
   'At the school that trains the women teachers of France she gives the physics course, and brings into it what it had '
   'gone without: experiments.'),

  (1, 39, 'marie', '1902-05-01', null, 'month', 'family', 7, null, '{father,loss,Warsaw}',
   'Father dies in Warsaw', 'Warsaw', null,
   'She is on the train when he dies. In one of his last letters he wrote of her pure radium salt, for which she had '
   'worked so long.'),

  (1, 40, 'marie', '1902-07-01', null, 'month', 'achievement', 9, 'notebook', '{radium,"atomic weight"}',
   'A decigram of radium chloride', 'Rue Lhomond, Paris', null,
   'After more than three years there is a tenth of a gram, pure enough to weigh the element: 225, give or take one. '
   'Radium exists for the chemists now.'),

  (1, 41, 'pierre', '1902-01-01', null, 'about', 'other', 7, null, '{patent,principle}',
   'No patent', 'Boulevard Kellermann, Paris', 'Marie Curie, Autobiographical Notes (1923)',
   'American engineers write to ask how radium is made. Pierre and Marie could sell the process, or give it away. They '
   'publish all of it: it would be contrary to the scientific spirit to do otherwise.'),

  (1, 42, 'pierre', '1903-06-19', null, 'day', 'travel', 6, null, '{London,lecture}',
   'An evening at the Royal Institution', 'London', null,
   'Only men may give the Friday evening discourse, so Pierre gives it, and says whose work it is. Marie listens from '
   'the front row, beside Lord Kelvin.'),

  (1, 43, 'marie', '1903-06-25', null, 'day', 'achievement', 9, null, '{thesis,doctorate,Sorbonne}',
   'Doctor of science', 'Sorbonne, Paris', null,
   'Lippmann, Moissan and Bouty examine her researches on radioactive substances. In the evening there is a dinner in her '
   'honour, with Ernest Rutherford among the guests, and Pierre shows them a tube of radium glowing in the dark garden.'),

  (1, 44, 'marie', '1903-08-01', null, 'month', 'health', 6, null, '{loss}',
   'A child lost', 'Saint-Trojan, island of Oléron', null,
   'She miscarries after a summer of exhaustion. It takes her the whole autumn to recover.'),

  (1, 45, 'pierre', '1903-11-01', null, 'month', 'achievement', 5, 'medal', '{London,prize,"Davy Medal"}',
   'The Davy Medal', 'Royal Society, London', null,
   'Marie is not well enough to travel and Pierre fetches the heavy gold medal by himself. At home it is given to Irène, '
   'who adores her big new penny.'),

  (1, 46, 'marie', '1903-12-10', null, 'day', 'achievement', 10, 'medal', '{Nobel,physics,radioactivity}',
   'The Nobel Prize in Physics', 'Stockholm', 'https://www.nobelprize.org/prizes/physics/1903/summary/',
   'Half to Henri Becquerel, half to Pierre and Marie. The nomination from Paris had left her out, until Pierre, warned '
   'by Gösta Mittag-Leffler, wrote that it must be the two of them. No woman has had the prize before.'),

  (1, 47, 'marie', '1904-11-01', null, 'month', 'career', 5, null, '{Sorbonne,laboratory}',
   'Chief of the laboratory', 'Faculty of Sciences, Paris', null,
   'Pierre gets a chair at the Sorbonne, and Marie the first post that lets her into a laboratory with a salary.'),

  (1, 48, 'marie', '1904-12-06', null, 'day', 'family', 9, null, '{birth,Ève}',
   'Ève is born', 'Boulevard Kellermann, Paris', null,
   'Seven years younger than Irène, with black hair and blue eyes, and from the first day very much awake.'),

  (1, 49, 'pierre', '1905-06-06', null, 'day', 'travel', 6, null, '{Stockholm,Nobel,lecture}',
   'The Nobel lecture, at last', 'Stockholm', null,
   'A year and a half late, they make the journey to Sweden. Pierre asks in his lecture whether mankind is ripe to profit '
   'from the secrets of nature, and says that he believes it is.'),

  (1, 50, 'irene', '1906-04-19', null, 'day', 'family', 10, null, '{Pierre,loss}',
   'Pierre is killed', 'Rue Dauphine, Paris', null,
   'Crossing the street in heavy rain, he falls under the wheels of a horse-drawn wagon. He was forty-six. The girls are '
   'eight and one.'),

  (1, 51, 'marie', '1906-04-01', '1907-04-30', 'month', 'personal', 7, 'notebook', '{Pierre,loss,journal}',
   'Letters to Pierre', 'Paris', null,
   'For a year she keeps a journal that is addressed to him. It was not opened to readers until many decades later.'),

  -- ---- Alone, 1906–1914 ---------------------------------------------------------------------------------------------

  (1, 52, 'marie', '1906-05-13', null, 'day', 'career', 8, null, '{Sorbonne,chair}',
   'The Sorbonne entrusts her with Pierre''s chair', 'Paris', null,
   'She is offered a widow''s pension and declines it: she is thirty-eight and able to work. The faculty then does what it '
   'has never done, and gives the teaching to a woman.'),

  (1, 53, 'irene', '1906-11-05', null, 'day', 'career', 9, 'lecture-hall', '{Sorbonne,lecture}',
   'First lecture at the Sorbonne', 'Physics amphitheatre, Sorbonne, Paris', null,
   'At half past one, before students, reporters and ladies in large hats, she takes up the course without a word of '
   'introduction, at the very sentence where Pierre had left it.'),

  (1, 54, 'irene', '1907-01-01', null, 'about', 'family', 4, null, '{Sceaux,home}',
   'A house with a garden in Sceaux', 'Sceaux', null,
   'Near Pierre''s grave and with earth to dig for the girls, at half an hour by train from the laboratory. Grandfather '
   'Eugène takes charge of botany, history and Victor Hugo.'),

  (1, 55, 'irene', '1907-01-01', '1909-12-31', 'about', 'education', 6, null, '{children,teaching,cooperative}',
   'A school without a school', 'The Sorbonne, Sceaux and Châtenay', null,
   'Some professors teach each other''s children: Jean Perrin chemistry, Paul Langevin mathematics, Marie physics, on '
   'Thursday afternoons. Ten children roll inked ball bearings down a slope and discover the law of falling bodies.'),

  (1, 56, 'marie', '1908-01-01', null, 'year', 'career', 7, null, '{Sorbonne,professor}',
   'Full professor', 'Sorbonne, Paris', null,
   'The first woman to be titular professor at the University of Paris. Her course is the only one in the world that is '
   'on radioactivity alone.'),

  (1, 57, 'marie', '1908-01-01', null, 'year', 'other', 4, null, '{Pierre,books}',
   'Pierre''s collected works', 'Paris', null,
   'She edits the six hundred pages of his papers for the French Physical Society, and writes the preface.'),

  (1, 58, 'irene', '1910-02-01', null, 'month', 'family', 6, null, '{grandfather,loss,Sceaux}',
   'Grandfather Eugène dies', 'Sceaux', null,
   'Dr Eugène Curie had brought up his granddaughters to love plants, poetry and the Republic. Irène is twelve and loses '
   'her best friend.'),

  (1, 59, 'marie', '1910-09-01', null, 'month', 'achievement', 8, 'flask', '{radium,metal,Debierne}',
   'Radium as a metal', 'Rue Cuvier, Paris', null,
   'With André Debierne she isolates the element itself, by electrolysis on mercury: a white shining metal, which '
   'blackens in the air at once.'),

  (1, 60, 'marie', '1910-09-01', null, 'month', 'career', 6, null, '{curie,unit,congress}',
   'A unit called the curie', 'Brussels', null,
   'The Congress of Radiology and Electricity names the unit of radioactivity in memory of Pierre, and asks Marie to '
   'prepare the standard by which everybody is to measure.'),

  (1, 61, 'marie', '1910-01-01', null, 'year', 'career', 6, null, '{book,radioactivity}',
   'The Treatise on Radioactivity', 'Paris', null,
   'Nearly a thousand pages in two volumes: all that is known of the subject twelve years after it was given its name.'),

  (1, 62, 'irene', '1911-01-23', null, 'day', 'career', 6, null, '{Académie,vote}',
   'The Académie says no', 'Institut de France, Paris', null,
   'By a vote or two the Académie des sciences prefers Édouard Branly. She never stands again, and for ten years has no '
   'papers of hers presented there.'),

  (1, 63, 'marie', '1911-01-01', null, 'year', 'career', 5, null, '{radium,standard}',
   'The radium standard', 'Paris', null,
   'Some twenty-two milligrams of pure radium chloride in a thin glass tube, against which all the radium in the world '
   'is to be compared. It comes to be kept at the Bureau of Weights and Measures in Sèvres.'),

  (1, 64, 'marie', '1911-10-30', '1911-11-03', 'day', 'career', 7, null, '{Solvay,congress,Einstein}',
   'The first Solvay Council', 'Hôtel Métropole, Brussels', null,
   'About twenty physicists, one of them a woman, shut themselves in a hotel for five days with the quantum. Einstein, '
   'Planck, Lorentz, Rutherford, Poincaré, Perrin and Langevin are of the party.'),

  (1, 65, 'marie', '1911-11-01', null, 'month', 'personal', 6, null, '{press,Langevin}',
   'A storm in the newspapers', 'Paris and Sceaux', null,
   'The press makes a public scandal of her attachment to Paul Langevin, who is separated from his wife. A crowd gathers '
   'before the house in Sceaux, and Marguerite and Émile Borel take her and the children in.'),

  (1, 66, 'marie', '1911-11-23', null, 'day', 'relationship', 5, null, '{Einstein,letter,friendship}',
   'A letter from Albert Einstein', 'Prague', null,
   'He hardly knows her yet, and writes how he admires her mind, her energy and her honesty. As for the rabble, if it goes '
   'on: she should simply not read that hogwash.'),

  (1, 67, 'irene', '1911-12-10', null, 'day', 'achievement', 10, 'medal', '{Nobel,chemistry,radium,polonium}',
   'The Nobel Prize in Chemistry', 'Stockholm', 'https://www.nobelprize.org/prizes/chemistry/1911/summary/',
   'For the discovery of radium and polonium, and for radium as a metal. She had been advised to stay away; she goes, with '
   'Bronia and Irène, and in her lecture says plainly which part was hers. No one has had two before.'),

  (1, 68, 'irene', '1911-12-29', '1912-03-31', 'season', 'health', 6, null, '{illness,kidney}',
   'A winter in hospital', 'Paris', null,
   'She is carried to a clinic with a kidney infection, and operated on when she is strong enough. For most of a year '
   'she hardly enters the laboratory.'),

  (1, 69, 'marie', '1912-01-01', null, 'year', 'other', 5, null, '{Poland,Warsaw,Sienkiewicz}',
   'Warsaw asks her to come home', 'Paris', null,
   'Henryk Sienkiewicz heads the delegation that begs her to direct a radiological laboratory in Warsaw. She stays '
   'for the institute that is to be built for Pierre, and directs the other from afar.'),

  (1, 70, 'irene', '1912-08-01', null, 'season', 'relationship', 5, null, '{England,friendship,"Hertha Ayrton"}',
   'A summer with Hertha Ayrton', 'Highcliffe-on-Sea, England', null,
   'The physicist and suffragette hides her friend by the sea under the name of Skłodowska. Marie signs a petition for the '
   'imprisoned suffragettes, which she does for hardly any cause.'),

  (1, 71, 'irene', '1913-08-01', null, 'season', 'travel', 6, 'mountains', '{mountains,Einstein,hiking}',
   'Walking with the Einsteins', 'Engadine, Switzerland', null,
   'Rucksacks, boots, three children running ahead. Einstein skirts a crevasse without noticing it and explains what he '
   'needs to know: what happens to the passengers in a lift that falls through empty space.'),

  (1, 72, 'marie', '1914-07-01', null, 'month', 'career', 8, null, '{"Radium Institute",laboratory,garden}',
   'The Radium Institute is finished', 'Rue Pierre-Curie, Paris', null,
   'One wing for physics and chemistry, hers, and one for medicine, Claudius Regaud''s. She planted the limes, the planes '
   'and the rambler roses before the walls were up. Within days everyone is called to the army.'),

  -- ---- The war, 1914–1918 -------------------------------------------------------------------------------------------

  (1, 73, 'marie', '1914-09-01', null, 'month', 'travel', 6, 'train', '{war,radium,Bordeaux}',
   'The radium goes to Bordeaux', 'Paris to Bordeaux', 'Marie Curie, Autobiographical Notes (1923)',
   'With the German army near Paris she takes all the radium of France, one gram, to safety by train, in a lead case '
   'she can hardly lift. The next day she travels back, the only civilian on a train full of soldiers.'),

  (1, 74, 'irene', '1914-10-15', null, 'season', 'achievement', 9, 'petite-curie', '{war,X-rays,"petites Curies"}',
   'The first petite Curie', 'Paris and the front', null,
   'A touring car, a dynamo driven by its motor, an X-ray tube, a folding table and black curtains: half an hour after it '
   'draws up at a field hospital the surgeon can see where the bullet is.'),

  (1, 75, 'irene', '1914-01-01', '1918-12-31', 'year', 'career', 8, null, '{war,X-rays,"Red Cross"}',
   'Director of the Red Cross radiology service', 'France and Belgium', 'Marie Curie, La Radiologie et la guerre (1921)',
   'She talks cars out of countesses and equipment out of makers: about twenty radiological cars and two hundred fixed '
   'posts, by which more than a million wounded are examined. One of the cars is her own.'),

  (1, 76, 'marie', '1915-01-01', null, 'year', 'career', 5, null, '{war,radium,emanation}',
   'Emanation in glass needles', 'Radium Institute, Paris', null,
   'The radium is back, and she milks it herself: the gas that it gives off is sealed into fine tubes and sent to the '
   'hospitals to treat scars and wounds.'),

  (1, 77, 'irene', '1916-01-01', null, 'year', 'personal', 5, null, '{war,driving}',
   'Driving licence', 'Paris', null,
   'So as not to depend on a chauffeur she learns to drive, change a tyre and clean a carburettor, at forty-eight. Very '
   'few women in France hold the licence.'),

  (1, 78, 'irene', '1916-01-01', '1918-12-31', 'year', 'education', 6, 'lecture-hall', '{war,X-rays,teaching}',
   'A school for women radiologists', 'Radium Institute, Paris', null,
   'In a few weeks nurses, maids and ladies learn electricity, anatomy and the handling of the tubes. About a hundred and '
   'fifty of them graduate; Irène is one of the teachers.'),

  (1, 79, 'irene', '1918-11-11', null, 'day', 'other', 8, null, '{armistice,Poland,Paris}',
   'Armistice', 'Paris', 'Ève Curie, Madame Curie (1937)',
   'The guns announce it while she is in the laboratory. She sews flags with Marthe Klein, hangs them from the windows and '
   'drives the old radiological Renault through the crowds. After more than a century Poland is a country again.'),

  -- ---- The Institute and the world, 1919–1934 -----------------------------------------------------------------------

  (1, 80, 'irene', '1920-01-01', null, 'year', 'career', 6, null, '{"Curie Foundation",medicine}',
   'The Curie Foundation', 'Paris', null,
   'With Claudius Regaud she creates a foundation to pay for research and to treat patients with what the research finds. '
   'Its dispensary opens in the rue d''Ulm two years later.'),

  (1, 81, 'marie', '1920-05-01', null, 'month', 'relationship', 6, null, '{"Missy Meloney",friendship,America}',
   'Missy Meloney asks what she would like', 'Radium Institute, Paris', null,
   'An American editor has begged for an interview. Marie tells her that the United States own about fifty grams of radium '
   'and her own laboratory hardly one, and that she would like another gram. It is the beginning of a long friendship.'),

  (1, 82, 'irene', '1920-01-01', null, 'decade', 'family', 6, null, '{Brittany,sea,swimming}',
   'Summers at l''Arcouest', 'L''Arcouest, Brittany', null,
   'So many professors spend August in the fishermen''s hamlet that the papers call it Port-Science. They sail, row, sing '
   'and dance on Sundays; Marie swims far out, and is rather proud of it.'),

  (1, 83, 'marie', '1921-01-01', null, 'year', 'career', 4, null, '{war,X-rays,book}',
   'Radiology in War', 'Paris', null,
   'La Radiologie et la guerre tells what was learnt in those four years. Of her own part in them the book says almost '
   'nothing.'),

  (1, 84, 'irene', '1921-05-11', null, 'day', 'travel', 7, 'steamer', '{America,"New York",Olympic}',
   'New York', 'Pier of the White Star Line, New York', null,
   'The Olympic brings Marie, Irène and Ève across the Atlantic, with Mrs Meloney. Bands, Girl Scouts, Polish women with '
   'roses, and so many handshakes that within days her arm is in a sling.'),

  (1, 85, 'marie', '1921-05-20', null, 'day', 'achievement', 8, null, '{America,radium,"White House"}',
   'A gram of radium', 'The White House, Washington', null,
   'President Harding hands her the key of a lead casket, the gift of the women of America. The evening before she had '
   'insisted on a new deed: the gram is to belong to her laboratory, and not to her.'),

  (1, 86, 'irene', '1921-06-01', null, 'about', 'travel', 5, null, '{America,canyon,holiday}',
   'At the Grand Canyon', 'Grand Canyon, Arizona', null,
   'The programme of honorary degrees has worn her out, so the daughters take turns in receiving them. In between there '
   'are three days of red rock, and ponies for Irène and Ève.'),

  (1, 87, 'irene', '1922-02-07', null, 'day', 'achievement', 6, null, '{Académie,medicine}',
   'Elected to the Académie de médecine', 'Paris', null,
   'The physicians do what the physicists would not: without having stood for it she becomes their first '
   'woman member.'),

  (1, 88, 'marie', '1922-01-01', '1934-12-31', 'year', 'career', 6, null, '{"League of Nations",Geneva,peace}',
   'The Committee on Intellectual Cooperation', 'League of Nations, Geneva', null,
   'For twelve years she sits with Bergson, Einstein and Lorentz and works at dry, useful things: a common '
   'bibliography, scholarships for young scientists, a say for discoverers in what their discoveries earn.'),

  (1, 89, 'marie', '1923-01-01', null, 'year', 'other', 6, null, '{Pierre,book,memory}',
   'She writes Pierre''s life', 'Paris', null,
   'Pierre Curie appears in New York. At the publisher''s wish she adds a few pages about herself, and forbids them to be '
   'printed in France.'),

  (1, 90, 'irene', '1923-12-26', null, 'day', 'achievement', 6, 'lecture-hall', '{radium,anniversary,Sorbonne}',
   'Radium is twenty-five', 'Great amphitheatre of the Sorbonne, Paris', null,
   'The President of the Republic is there, and Bronia, Helena and Józef have come from Poland. By a law that was passed '
   'unanimously, France gives her a pension of forty thousand francs.'),

  (1, 91, 'pierre', '1924-01-01', null, 'year', 'other', 3, null, '{mineral,naming}',
   'A yellow mineral called sklodowskite', 'Katanga', null,
   'Alfred Schoep describes a new ore of uranium, in fine lemon-coloured needles, and gives it her maiden name. Curite, an '
   'orange one, is there already.'),

  (1, 92, 'irene', '1920-01-01', null, 'decade', 'health', 6, null, '{eyes,cataract,radiation}',
   'Failing eyes', 'Paris', 'Ève Curie, Madame Curie (1937)',
   'Cataracts cloud both her eyes, and it takes four operations, under another name, to save her sight. In the laboratory '
   'there are coloured signs on the dials and very large letters on her lecture notes. Nobody is supposed to notice.'),

  (1, 93, 'marie', '1925-01-01', null, 'year', 'travel', 6, null, '{Warsaw,"Radium Institute",Poland}',
   'First stone in Warsaw', 'Wawelska Street, Warsaw', null,
   'In free Poland, Bronia has collected for a radium institute brick by brick, with postcards that say: I buy a brick. '
   'Marie lays the first one.'),

  (1, 94, 'irene', '1925-01-01', null, 'year', 'family', 7, null, '{Irène,thesis,polonium}',
   'Irène takes her doctorate', 'Sorbonne, Paris', null,
   'On the alpha rays of polonium, before a thousand people, and dedicated to Madame Curie by her daughter and pupil. '
   'Madame Curie stays away so as not to draw attention.'),

  (1, 95, 'marie', '1926-10-01', null, 'month', 'family', 7, null, '{Irène,Frédéric,wedding}',
   'Irène marries Frédéric Joliot', 'Paris', null,
   'He came to the laboratory as an assistant, an engineer with no university degree and a great deal of charm; Irène was '
   'to teach him the techniques. Marie takes her time to be convinced, and then says that the boy is a skyrocket.'),

  (1, 96, 'irene', '1926-07-01', '1926-08-31', 'month', 'travel', 5, null, '{Brazil,lectures}',
   'Six weeks in Brazil', 'Rio de Janeiro', null,
   'Mother and daughter give lectures, visit the thermal waters, which are radioactive, and swim in the bay of Rio.'),

  (1, 97, 'marie', '1927-09-01', null, 'month', 'family', 6, null, '{granddaughter,birth}',
   'Hélène, the first grandchild', 'Paris', null,
   'Irène''s daughter is to become a nuclear physicist too.'),

  (1, 98, 'pierre', '1927-10-24', '1927-10-29', 'day', 'career', 7, null, '{Solvay,congress,quantum}',
   'The fifth Solvay Council', 'Brussels', null,
   'Electrons and photons. Twenty-nine people sit for the photograph, seventeen of whom have or will have a Nobel Prize; '
   'one of them has two, and she is the only woman.'),

  (1, 99, 'irene', '1920-01-01', null, 'decade', 'career', 6, 'flask', '{laboratory,women,teaching}',
   'A laboratory full of young women', 'Radium Institute, Paris', null,
   'People come from all over Europe to work at the rue Pierre-Curie, and a good many of them are women, at a time when '
   'other doors are shut. Tea is at four in the garden or under the stairs, and the patronne knows everyone''s results.'),

  (1, 100, 'marie', '1929-10-01', null, 'month', 'travel', 6, null, '{America,radium,Hoover}',
   'A second gram, for Warsaw', 'Washington', null,
   'President Hoover gives her the money for another gram of radium. This one is for Bronia''s institute.'),

  (1, 101, 'irene', '1932-05-29', null, 'day', 'achievement', 7, null, '{Warsaw,"Radium Institute",Bronia}',
   'The Warsaw Radium Institute opens', 'Warsaw', null,
   'The President of Poland is there, and Professor Regaud from Paris. Bronia, who thought of it, is its first director.'),

  (1, 102, 'irene', '1934-01-15', null, 'day', 'achievement', 8, null, '{Irène,Frédéric,"artificial radioactivity"}',
   'Artificial radioactivity', 'Radium Institute, Paris', null,
   'Irène and Frédéric have made stable atoms radioactive. They bring her a tiny glass tube with the first of them, and '
   'she holds it up to a Geiger counter with her scarred fingers to hear it crackle.'),

  (1, 103, 'irene', '1934-04-01', null, 'season', 'travel', 5, null, '{Bronia,sea,holiday}',
   'Easter in the south, with Bronia', 'Cavalaire, Provence', null,
   'One more journey by car for the two sisters, with stops at every fine view. Marie catches cold, and Bronia makes her a '
   'fire and a bowl of broth, as she used to.'),

  (1, 104, 'irene', '1934-07-04', null, 'day', 'health', 10, null, '{death,radiation}',
   'Dies at Sancellemoz', 'Sanatorium of Sancellemoz, Passy, Haute-Savoie', null,
   'Aplastic pernicious anaemia, of rapid course. Her bone marrow did not react, having been injured by years of '
   'radiation. Ève is with her. She is sixty-six.'),

  (1, 105, 'irene', '1934-07-06', null, 'day', 'family', 7, null, '{burial,Sceaux,Poland}',
   'Beside Pierre, in Sceaux', 'Cemetery of Sceaux', null,
   'No speeches, no officials. Bronia and Józef have brought a handful of earth from Poland.'),

  -- ---- Afterlife in science -----------------------------------------------------------------------------------------

  (1, 106, 'irene', '1935-01-01', null, 'year', 'career', 5, null, '{book,radioactivity}',
   'Radioactivité, her last book', 'Paris', null,
   'She worked on the manuscript up to her last spring. It comes out the year after her death.'),

  (1, 107, 'irene', '1935-12-10', null, 'day', 'achievement', 9, 'medal', '{Nobel,Irène,Frédéric,chemistry}',
   'A Nobel Prize for Irène and Frédéric', 'Stockholm', 'https://www.nobelprize.org/prizes/chemistry/1935/summary/',
   'In chemistry, for the synthesis of new radioactive elements: the third Nobel Prize in the family, awarded one year '
   'too late for her to see.'),

  (1, 108, 'irene', '1937-01-01', null, 'year', 'family', 7, 'notebook', '{Ève,book,biography}',
   'Ève writes Madame Curie', 'Paris and New York', null,
   'The pianist of the family shuts herself up with the letters and writes her mother''s life. It is read in dozens of '
   'languages, and makes physicists of a good many girls.'),

  (1, 109, 'irene', '1939-01-01', null, 'year', 'achievement', 6, null, '{francium,"Marguerite Perey"}',
   'Francium, found in her laboratory', 'Radium Institute, Paris', null,
   'Marguerite Perey, who began as Marie''s own assistant at nineteen, finds the last element to be '
   'discovered in nature. Later the Académie des sciences elects her its first woman correspondent.'),

  (1, 110, 'pierre', '1939-11-06', null, 'day', 'other', 4, null, '{asteroid,naming}',
   'An asteroid that will be called Curie', 'Royal Observatory, Uccle', null,
   'Fernand Rigaux finds a small planet between Mars and Jupiter. More than half a century later it is number 7000, and '
   'gets the name of the two of them.'),

  (1, 111, 'irene', '1944-07-15', null, 'season', 'achievement', 7, 'tile', '{curium,element,naming}',
   'Element 96', 'Berkeley and Chicago', null,
   'Glenn Seaborg, Ralph James and Albert Ghiorso make an element that has never been seen. As the one above it in the '
   'table honours Gadolin, who studied the rare earths, they name theirs curium.'),

  (1, 112, 'irene', '1944-10-23', null, 'day', 'education', 5, null, '{university,Lublin,Poland}',
   'A university in Lublin bears her name', 'Lublin', null,
   'While the war is still on, the Maria Curie-Skłodowska University is founded in the first part of Poland from which '
   'the Germans have been driven out.'),

  (1, 113, 'irene', '1948-01-01', 'ongoing', 'year', 'health', 5, null, '{charity,hospice,care}',
   'Marie Curie, the charity', 'United Kingdom', null,
   'A British hospital that carried her name is taken over by the new health service. The people behind it found a charity '
   'under the same name, which has nursed the dying ever since.'),

  (1, 114, 'irene', '1967-01-01', null, 'year', 'other', 5, 'warsaw-house', '{museum,Warsaw,centenary}',
   'The house in Freta Street becomes a museum', '16 Freta Street, Warsaw', null,
   'For her hundredth birthday the house where she was born opens its doors again, with letters, instruments and the '
   'little elephant that President Hoover gave her.'),

  (1, 115, 'irene', '1970-01-01', 'ongoing', 'year', 'career', 7, null, '{"Institut Curie",medicine,research}',
   'Institut Curie', 'Rue d''Ulm, Paris', 'https://institut-curie.org',
   'The Radium Institute and the Curie Foundation are joined, and later take the name of Institut Curie. Research and '
   'hospital are still under one roof, as she wanted.'),

  (1, 116, 'irene', '1974-01-01', null, 'year', 'education', 4, null, '{university,Paris}',
   'Université Pierre-et-Marie-Curie', 'Jussieu, Paris', null,
   'The scientific half of what used to be the Sorbonne takes their names, which it keeps for more than forty years.'),

  (1, 117, 'irene', '1989-01-01', null, 'year', 'other', 3, null, '{money,Poland,naming}',
   'On the 20,000 złoty note', 'Poland', null,
   'Inflation needs a new banknote and Poland gives it her face. France follows a few years later: the last five-hundred '
   'franc note shows the two of them.'),

  (1, 118, 'irene', '1995-04-20', null, 'day', 'achievement', 9, 'pantheon', '{Panthéon,Pierre,Paris}',
   'Into the Panthéon', 'Panthéon, Paris', null,
   'In the presence of François Mitterrand, of Lech Wałęsa and of Ève, who is ninety, the coffins are carried up the rue '
   'Soufflot. She is the first woman to rest under the dome for what she did herself.'),

  (1, 119, 'irene', '1996-01-01', 'ongoing', 'year', 'education', 6, null, '{Europe,fellowship,research}',
   'Fellowships in her name', 'European Union', null,
   'The European Commission gives her name to its grants for young researchers who change countries, as she did. Today '
   'they are the Marie Skłodowska-Curie Actions.'),

  (1, 120, 'pierre', '1997-07-04', null, 'day', 'other', 4, 'rover', '{Mars,NASA,rover}',
   'A rover stays behind', 'Jet Propulsion Laboratory, Pasadena', null,
   'On the anniversary of her death Sojourner lands on Mars. Its twin, the flight spare, rehearses every move on Earth, in '
   'a sand pit in California; its name is Marie Curie.'),

  (1, 121, 'irene', '2007-03-08', null, 'day', 'other', 3, null, '{Métro,Paris,naming}',
   'The Métro corrects itself', 'Ivry-sur-Seine, line 7', null,
   'Sixty years after it opened as Pierre Curie, the station is renamed Pierre et Marie Curie, on International '
   'Women''s Day.'),

  (1, 122, 'irene', '2011-01-01', null, 'year', 'achievement', 7, 'tile', '{chemistry,centenary,UN}',
   'The International Year of Chemistry', 'United Nations', null,
   'The United Nations choose the hundredth anniversary of her second Nobel Prize. Poland and France make it a Year of '
   'Marie Skłodowska-Curie.'),

  (1, 123, 'irene', '2011-11-07', null, 'day', 'personal', 2, 'flask', '{birthday,Internet}',
   'A doodle for her 144th birthday', 'The front page of Google', null,
   'For a day, half the planet finds her in the laboratory before it finds what it was looking for.'),

  -- ==== Pierre ========================================================================================================

  (2, 1, 'pierre', '1859-05-15', null, 'day', 'personal', 9, null, '{birth,Paris}',
   'Born in the rue Cuvier', 'Rue Cuvier, Paris', null,
   'The second son of Dr Eugène Curie and Sophie-Claire Depouilly. He is never sent to school: his parents, his brother '
   'Jacques and the woods around Paris are enough, until a tutor discovers what he can do in geometry.'),

  (2, 2, 'pierre', '1875-01-01', null, 'year', 'education', 5, null, '{school,Sorbonne}',
   'Bachelor of science at sixteen', 'Paris', null,
   'Two years later he has his licence in physics. For a doctorate there is no money, so he becomes an assistant in a '
   'laboratory of the Sorbonne.'),

  (2, 3, 'pierre', '1880-01-01', null, 'year', 'achievement', 9, null, '{piezoelectricity,crystals,Jacques}',
   'Piezoelectricity', 'Sorbonne, Paris', null,
   'He and Jacques press on crystals of quartz and tourmaline and find that they give electricity. Every quartz watch '
   'goes back to the two brothers.'),

  (2, 4, 'pierre', '1881-01-01', null, 'year', 'achievement', 6, null, '{piezoelectricity,crystals,Jacques}',
   'And the other way round', 'Sorbonne, Paris', null,
   'Gabriel Lippmann has predicted that a crystal under voltage must change its shape. The brothers show that it does, by '
   'an amount that is hard to imagine and possible to measure.'),

  (2, 5, 'pierre', '1882-01-01', null, 'year', 'career', 6, null, '{teaching,"École de physique et chimie"}',
   'Chief of laboratory at the new School', 'School of Industrial Physics and Chemistry, Paris', null,
   'A school of the City of Paris for engineers who work with their hands. He stays for twenty-two years, with a small '
   'salary, no laboratory of his own and much freedom.'),

  (2, 6, 'pierre', '1894-01-01', null, 'year', 'achievement', 7, null, '{symmetry,crystals}',
   'On symmetry', 'Paris', null,
   'He writes down the principle that now has his name: the symmetries of the causes are found again in the effects. It is '
   'the asymmetry that creates the phenomenon.'),

  (2, 7, 'marie', '1894-04-01', null, 'season', 'relationship', 9, null, '{Marie,meeting}',
   'A Polish student at the Kowalskis''', 'Paris', 'Marie Curie, Pierre Curie (1923)',
   'He had written in his diary that women of genius are rare. He sends her his paper on symmetry, with respect and '
   'friendship, instead of flowers.'),

  (2, 8, 'pierre', '1895-03-01', null, 'month', 'achievement', 8, null, '{magnetism,thesis,doctorate}',
   'The thesis on magnetism', 'Sorbonne, Paris', null,
   'How magnetism depends on temperature: Curie''s law for some substances, and for others the Curie point, at which they '
   'stop being magnets. Marie and his father are in the audience.'),

  (2, 9, 'marie', '1895-07-26', null, 'day', 'relationship', 10, 'bicycle', '{wedding,Marie,Sceaux}',
   'Marries Marie', 'Town hall of Sceaux', null,
   'Afterwards there are sandwiches in his parents'' garden, with her father and Helena come from Warsaw, and then two '
   'bicycles.'),

  (2, 10, 'pierre', '1897-09-01', null, 'month', 'family', 7, null, '{birth,Irène,mother,loss}',
   'A daughter, and a farewell', 'Paris and Sceaux', null,
   'Irène is born on the twelfth. His mother, who has been ill for long, dies before the month is out, and Dr Curie comes '
   'to live with the three of them.'),

  (2, 11, 'marie', '1898-04-01', null, 'season', 'career', 8, 'notebook', '{radioactivity,pitchblende}',
   'Leaves the crystals for a while', 'Rue Lhomond, Paris', null,
   'Marie''s measurements have become too interesting. He sets his own research aside to help her, for a few weeks as he '
   'thinks, and does not go back.'),

  (2, 12, 'pierre', '1898-07-18', null, 'day', 'achievement', 9, 'tile', '{polonium,discovery}',
   'Polonium', 'Académie des sciences, Paris',
   'Comptes rendus de l''Académie des sciences 127 (1898), pp. 175–178',
   'Announced together; the name was her idea.'),

  (2, 13, 'pierre', '1898-12-26', null, 'day', 'achievement', 10, 'flask', '{radium,discovery}',
   'Radium', 'Académie des sciences, Paris',
   'Comptes rendus de l''Académie des sciences 127 (1898), pp. 1215–1217',
   'He takes the physics of the rays and she the chemistry of the salts, and in the notebook the two handwritings follow '
   'each other line by line.'),

  (2, 14, 'marie', '1901-01-01', null, 'year', 'health', 6, null, '{radium,medicine,experiment}',
   'A burn on the arm', 'Paris', null,
   'He ties a radium salt to his own skin and describes the wound that it makes, day by day, as does Becquerel, who had '
   'carried a tube in his waistcoat. The treatment of tumours begins with it.'),

  (2, 15, 'pierre', '1903-03-01', null, 'month', 'achievement', 7, 'flask', '{radium,heat,Laborde}',
   'Radium is always warm', 'Paris', null,
   'With Albert Laborde he finds that radium melts its own weight of ice in about an hour, and then does it again. '
   'Nothing that is known to chemistry can keep up such a heat.'),

  (2, 16, 'marie', '1903-06-19', null, 'day', 'travel', 6, null, '{London,lecture}',
   'An evening at the Royal Institution', 'London', null,
   'His fingers are so sore that he needs help to dress, and he spills a little radium on the lecturer''s desk.'),

  (2, 17, 'marie', '1903-01-01', null, 'year', 'other', 4, null, '{honours,laboratory}',
   'Declines the Legion of Honour', 'Paris', 'Marie Curie, Pierre Curie (1923)',
   'He asks the Minister to be told that he does not feel the slightest need to be decorated, and that he is in the '
   'greatest need of a laboratory.'),

  (2, 18, 'pierre', '1903-12-10', null, 'day', 'achievement', 10, 'medal', '{Nobel,physics,radioactivity}',
   'The Nobel Prize in Physics', 'Stockholm', 'https://www.nobelprize.org/prizes/physics/1903/summary/',
   'With Marie and Henri Becquerel. Neither of the Curies is well enough to make the journey in winter.'),

  (2, 19, 'pierre', '1904-10-01', null, 'month', 'career', 7, 'lecture-hall', '{Sorbonne,professor}',
   'Professor at the Sorbonne', 'Paris', null,
   'At forty-five he has a chair. The laboratory that should go with it has to be bargained for.'),

  (2, 20, 'marie', '1904-12-06', null, 'day', 'family', 8, null, '{birth,Ève}',
   'Ève is born', 'Boulevard Kellermann, Paris', null,
   'The second daughter, and the one who will write it all down.'),

  (2, 21, 'pierre', '1905-07-01', null, 'month', 'achievement', 5, null, '{Académie,election}',
   'Elected to the Académie des sciences', 'Paris', null,
   'At the second attempt, and after a round of visits to the members, for which he was made very badly.'),

  (2, 22, 'marie', '1906-04-19', null, 'day', 'personal', 10, null, '{death}',
   'Dies in the rue Dauphine', 'Paris', null,
   'A rainy afternoon, an umbrella, a heavy wagon, and a man whose thoughts were somewhere else. He was on his way from a '
   'lunch with other professors, where he had spoken of how accidents in laboratories might be prevented.'),

  (2, 23, 'irene', '1995-04-20', null, 'day', 'achievement', 7, 'pantheon', '{Panthéon,Marie,Paris}',
   'Into the Panthéon, beside Marie', 'Panthéon, Paris', null,
   'He comes along as the husband of the great Marie Curie, which would have made him laugh.'),

  -- ==== Irène =========================================================================================================

  (3, 1, 'irene', '1897-09-12', null, 'day', 'personal', 8, null, '{birth,Paris}',
   'Born in Paris', 'Paris', null,
   'The elder daughter of Marie and Pierre, who call her their little queen.'),

  (3, 2, 'irene', '1907-01-01', '1909-12-31', 'about', 'education', 6, null, '{children,cooperative}',
   'Lessons from the neighbours', 'Paris and Sceaux', null,
   'The neighbours are Perrin, Langevin and other professors of the Sorbonne, and the physics mistress is her mother.'),

  (3, 3, 'irene', '1915-01-01', null, 'about', 'career', 8, 'petite-curie', '{war,X-rays}',
   'In charge of an X-ray post', 'Hoogstade, Belgium', null,
   'Barely eighteen, she runs the radiology of a field hospital near the front by herself, and teaches surgeons geometry: '
   'where in the leg the splinter must be.'),

  (3, 4, 'irene', '1918-01-01', null, 'year', 'career', 6, null, '{"Radium Institute",laboratory}',
   'Assistant at the Radium Institute', 'Rue Pierre-Curie, Paris', null,
   'She becomes her mother''s préparatrice. Some of the others find her abrupt, until they need something calculated.'),

  (3, 5, 'marie', '1925-01-01', null, 'year', 'education', 7, null, '{thesis,polonium,doctorate}',
   'Doctor of science', 'Sorbonne, Paris', null,
   'Researches on the alpha rays of polonium, the element that is one year younger than she is.'),

  (3, 6, 'irene', '1926-10-01', null, 'month', 'relationship', 9, null, '{Frédéric,wedding}',
   'Marries Frédéric Joliot', 'Paris', null,
   'He talks, she listens; she swims, he sails. The laboratory had not expected it.'),

  (3, 7, 'irene', '1927-09-01', null, 'month', 'family', 8, null, '{birth,Hélène}',
   'Hélène is born', 'Paris', null,
   'A daughter, whose parents go on having lunch with her grandmother several times a week.'),

  (3, 8, 'irene', '1932-03-12', null, 'day', 'family', 8, null, '{birth,Pierre}',
   'Pierre is born', 'Paris', null,
   'A son, named after his grandfather. He is going to be a biochemist, and to sail at l''Arcouest.'),

  (3, 9, 'irene', '1934-01-15', null, 'day', 'achievement', 10, null, '{"artificial radioactivity",Frédéric}',
   'A new kind of radio-element', 'Académie des sciences, Paris', null,
   'Aluminium that has been bombarded with alpha rays goes on giving off positrons when the source is taken away: '
   'phosphorus, radioactive, and made by hand. Medicine is to live on such atoms.'),

  (3, 10, 'irene', '1935-12-10', null, 'day', 'achievement', 10, 'medal', '{Nobel,chemistry,Frédéric}',
   'The Nobel Prize in Chemistry', 'Stockholm', 'https://www.nobelprize.org/prizes/chemistry/1935/summary/',
   'With Frédéric, twenty-four years after she came to Stockholm at her mother''s side.'),

  (3, 11, 'irene', '1936-06-01', null, 'month', 'career', 7, null, '{government,research}',
   'Under-secretary of state for research', 'Paris', null,
   'One of the first three women in a French government, and that in a country where women may not vote. She stays for a '
   'few months, as agreed, and leaves the post to Jean Perrin.'),

  (3, 12, 'irene', '1946-01-01', null, 'year', 'career', 7, null, '{"Radium Institute",director}',
   'Director of the Radium Institute', 'Rue Pierre-Curie, Paris', null,
   'The third person in that office, and the second of her name in the garden with the lime trees.'),

  (3, 13, 'marie', '1956-03-17', null, 'day', 'health', 9, null, '{death,radiation}',
   'Dies in Paris', 'Hôpital Curie, Paris', null,
   'Of leukaemia, at fifty-eight, after a life with polonium and X-rays.')
)
insert into public.life_events
  (id, user_id, created_by, title, description, start_date, end_date, date_precision, is_ongoing,
   category, location, importance, tags, metadata, created_at)
select
  format('00000000-0000-4000-800%s-%s', e.owner, lpad(e.n::text, 12, '0'))::uuid,
  format('00000000-0000-4000-8000-%s', lpad(e.owner::text, 12, '0'))::uuid,
  author.id,
  e.title, e.description,
  e.since::date, nullif(e.until, 'ongoing')::date, e.precision, e.until is not distinct from 'ongoing',
  e.category, e.place, e.importance, e.tags::text[],
  jsonb_strip_nulls(jsonb_build_object(
    'drawing', '/drawings/' || drawing.name || '.svg', 'drawing_alt', drawing.alt, 'source', e.source)),
  now() - interval '110 days' + e.n * interval '3 hours'
from event e
join auth.users author on author.email = e.author || '@curie.test'
left join drawing on drawing.name = e.drawing
order by e.owner, e.n
on conflict do nothing;

-- =====================================================================================================================
-- Comments (invented): number, event (owner.number), answer to, author, days ago, mentions, text
-- =====================================================================================================================

with comment (n, owner, event, parent, author, days, mentions, content) as (values
  -- The glow at night
  (1, 1, 36, null, 'eve',    21.0, '{1}',
   'Maman, tell it as you told it to me when I couldn''t sleep. You are far too sober here.'),
  (2, 1, 36, 1,    'marie',  20.9, '{4}',
   'It was dark, we were tired, and it shone. I do not see what an adjective would add, my dear.'),
  (3, 1, 36, 1,    'pierre', 20.8, '{}',
   'She said "don''t light the lamps". I remember it, because I was about to, in order to look for my gloves.'),
  (4, 1, 36, 1,    'irene',  20.5, '{}',
   'And the dishes stood on open shelves? Above the table where you had your soup?'),
  (5, 1, 36, 1,    'marie',  20.4, '{3}',
   'The soup was on the other side of the room, by the stove. We were not entirely careless.'),

  -- Tonnes of pitchblende
  (6, 1, 35, null, 'pierre', 18.0, '{1,3}',
   'For the record: I was against it. One could have waited for better conditions. Your mother said that one could not, and '
   'fetched the iron rod.'),
  (7, 1, 35, 6,    'irene',  17.8, '{}',
   'Was it eleven tonnes or thirteen? I have added up the delivery notes and keep getting thirteen. I have changed the text, '
   'say so if you disagree.'),
  (8, 1, 35, 6,    'marie',  17.7, '{}',
   'Thirteen. My back agrees with you.'),

  -- Honeymoon on two bicycles
  (9, 1, 27, null, 'eve',    15.0, '{2}',
   'Papa, is it true that you lost the map on the second day?'),
  (10, 1, 27, 9,   'pierre', 14.9, '{4}',
   'We did not lose it. We found that it did not agree with the country, and preferred the country.'),

  -- Walking with the Einsteins
  (11, 1, 71, null, 'irene', 12.0, '{4}',
   'Ève, do you still have the edelweiss that Hans Albert gave you? I should like to photograph it for this page.'),
  (12, 1, 71, 11,  'eve',    11.9, '{3}',
   'Pressed between pages 212 and 213 of your Kreutz on algebra, which is why you never found it.'),

  -- The first petite Curie
  (13, 1, 74, null, 'irene',  9.0, '{1}',
   'I have put "half an hour" until the tube is running. Near Furnes we once did it in nineteen minutes, in the rain. Shall '
   'I write nineteen?'),
  (14, 1, 74, 13,  'marie',   8.8, '{3}',
   'Half an hour. We do not publish our best measurement, we publish the mean.'),

  -- Driving licence
  (15, 1, 77, null, 'eve',    6.0, '{}',
   'Nobody mentions the ditch. I shall not mention the ditch either.'),

  -- The Nobel Prize in Chemistry
  (16, 1, 67, null, 'pierre', 5.0, '{1}',
   'I read the lecture again last night. "Isolated by me." Three good words; I am glad that you used them.'),

  -- New York
  (17, 1, 84, null, 'eve',    3.0, '{3}',
   'You have forgotten the girl in the crowd who kissed Mé''s hand and ran away with her glove!'),
  (18, 1, 84, 17,  'irene',   2.8, '{4}',
   'I had decided that it never happened. Put it in a comment, where it will be safe.'),

  -- Pierre's page: piezoelectricity
  (19, 2, 3, null, 'marie',   7.0, '{2}',
   'I should have liked to know the two of you then: the brothers who could only think while walking.'),

  -- Irène's page: the post at Hoogstade
  (20, 3, 3, null, 'bronia',  4.0, '{3}',
   'As a physician I may say it: that surgeon would have believed no one but your photograph. Rest a little, child. Your aunt.')
)
insert into public.event_comments (id, event_id, user_id, parent_id, content, mentions, created_at)
select
  format('00000000-0000-4000-8005-%s', lpad(n::text, 12, '0'))::uuid,
  format('00000000-0000-4000-800%s-%s', owner, lpad(event::text, 12, '0'))::uuid,
  author.id,
  ('00000000-0000-4000-8005-' || lpad(parent::text, 12, '0'))::uuid,
  content,
  array(select format('00000000-0000-4000-8000-%s', lpad(person::text, 12, '0'))::uuid
        from unnest(comment.mentions::int[]) as person),
  now() - comment.days * interval '1 day'
from comment
join auth.users author on author.email = comment.author || '@curie.test'
order by n
on conflict do nothing;

-- =====================================================================================================================
-- A conversation with the interviewer (invented), and the events that it proposes
-- =====================================================================================================================

insert into public.chat_sessions (id, user_id, title, session_type, created_at) values
  ('00000000-0000-4000-8006-000000000001', '00000000-0000-4000-8000-000000000001',
   'The years in the shed', 'interview', now() - interval '20 days')
on conflict do nothing;

insert into public.chat_participants (session_id, user_id) values
  ('00000000-0000-4000-8006-000000000001', '00000000-0000-4000-8000-000000000003')  -- Irène
on conflict do nothing;

-- number, author (null: the interviewer), minutes after the start, answers which message, text
with message (n, author, minutes, answers, content) as (values
  (1, null, 0, null,
   'Good evening, Marie. Last time we stopped at the rue Lhomond. If you open the door of the shed and go in: what do you '
   'see first?'),
  (2, 'marie', 3, null,
   'The roof. It was of glass and it leaked, so one looked up before one looked anywhere else. Then the stove, which warmed '
   'you if you touched it.'),
  (3, null, 4, 2,
   'So the weather decided what you could do there? Was there a part of the work that belonged outside?'),
  (4, 'marie', 9, null,
   'Everything with fumes, in the courtyard. When it rained we carried it in and opened the windows. One day I stirred from '
   'morning to evening with an iron rod as tall as myself.'),
  (5, 'irene', 12, null,
   'Ask her about the evenings. She will talk about yields for an hour if you let her.'),
  (6, null, 13, 5,
   'Gladly. Marie, did you ever go back after dark, when there was no work to be done?'),
  (7, 'marie', 18, null,
   'Often. We put Irène to bed, and Pierre said: shall we go and look? The bottles shone on the shelves like very weak '
   'fairy lights. He had wished for a beautiful colour, and we got this.'),
  (8, null, 19, 7,
   'That sounds like an evening to keep. I have written it down as an event for your timeline, around 1900. Would you look '
   'at it? And there is another I was not sure of: a bicycle ride to the sea, "the summer before the second notebook".'),
  (9, 'irene', 22, null,
   'Say yes to the first one, Mé, before it gets away. The ride must be Brittany, but was it 1898 or 1899?'),
  (10, 'marie', 26, null,
   'Yes, then. For the other let me look in the household accounts. We bought tyres that year.')
)
insert into public.chat_messages (id, session_id, user_id, content, message_type, reply_to, status, created_at)
select
  format('00000000-0000-4000-8007-%s', lpad(n::text, 12, '0'))::uuid,
  '00000000-0000-4000-8006-000000000001',
  author.id,
  content,
  case when message.author is null then 'assistant_response' else 'user_message' end,
  ('00000000-0000-4000-8007-' || lpad(answers::text, 12, '0'))::uuid,
  'final',
  now() - interval '20 days' + minutes * interval '1 minute'
from message
left join auth.users author on author.email = message.author || '@curie.test'
order by n
on conflict do nothing;

insert into public.chat_reads (session_id, user_id, last_read_message_id) values
  ('00000000-0000-4000-8006-000000000001', '00000000-0000-4000-8000-000000000001',
   '00000000-0000-4000-8007-000000000010'),
  ('00000000-0000-4000-8006-000000000001', '00000000-0000-4000-8000-000000000003',
   '00000000-0000-4000-8007-000000000009')
on conflict do nothing;

insert into public.chat_extracted_events
  (id, session_id, message_id, user_id, title, description, estimated_date, category, details, confidence, status,
   created_life_event_id, created_at)
values
  ('00000000-0000-4000-8008-000000000001', '00000000-0000-4000-8006-000000000001',
   '00000000-0000-4000-8007-000000000007', '00000000-0000-4000-8000-000000000001',
   'The glow at night', 'Pierre and Marie go back to the shed after dark and look at the shining bottles.',
   '1900-01-01', 'personal', '{"location": "Paris", "importance": 8, "tags": ["radium", "night"]}', 0.92, 'accepted',
   '00000000-0000-4000-8001-000000000036', now() - interval '20 days' + interval '19 minutes'),
  ('00000000-0000-4000-8008-000000000002', '00000000-0000-4000-8006-000000000001',
   '00000000-0000-4000-8007-000000000008', '00000000-0000-4000-8000-000000000001',
   'By bicycle to the sea', 'A ride to the coast in summer, while the work on radium was under way.',
   '1899-08-01', 'travel', '{"location": "Brittany", "importance": 4, "tags": ["bicycles", "holiday"]}', 0.48, 'pending',
   null, now() - interval '20 days' + interval '19 minutes')
on conflict do nothing;

-- =====================================================================================================================
-- Notifications
-- =====================================================================================================================

-- Shares, comments, answers and the invitation have made theirs by trigger, all of them just now: give each its true time, and
-- let what is older than ten days be read.
with subject (subject_table, id, at) as (
  select 'timeline_shares', id, created_at from public.timeline_shares
  union all
  select 'event_comments', id, created_at from public.event_comments
  union all
  select 'chat_sessions', id, created_at from public.chat_sessions
  union all
  select 'chat_messages', id, created_at from public.chat_messages
)
update public.user_notifications notification
set created_at = subject.at, read = subject.at < now() - interval '10 days'
from subject
where notification.subject_table = subject.subject_table and notification.subject_id = subject.id
  and subject.id::text like '00000000-0000-4000-800_-%'
  and notification.created_at > subject.at + interval '1 hour';

-- And some from the service (invented): number, for whom, type, days ago, read, about what, where to go, text
with notification (n, person, type, days, read, subject_table, subject, action_url, action_label, title, message) as (values
  (1, 1, 'success', 19.9, true,  'chat_extracted_events', '00000000-0000-4000-8008-000000000001',
   '#nality-event-00000000-0000-4000-8001-000000000036', 'Show the event',
   'A memory from your conversation is on the timeline',
   'Your yes made an event of “The glow at night”.'),
  (2, 1, 'warning',  2.0, false, 'chat_extracted_events', '00000000-0000-4000-8008-000000000002',
   '#nality-chat-00000000-0000-4000-8006-000000000001', 'Answer',
   'A suggestion waits for your answer',
   'Was the ride “By bicycle to the sea” in 1898 or in 1899? It comes to the timeline only when you say yes.'),
  (3, 1, 'error',    1.0, false, 'life_events', '00000000-0000-4000-8001-000000000035',
   '#nality-event-00000000-0000-4000-8001-000000000035', 'Try another file',
   'A picture could not be added',
   '“shed-1899.tif” is a kind of file that timelines cannot show. JPEG, PNG, WebP and HEIC up to 10 MB can be.'),
  (4, 1, 'info',     0.5, false, null, null, null, null,
   'Maintenance on Sunday night',
   'For some minutes, changes will be kept on your device and sent afterwards.'),
  (5, 3, 'success', 17.0, true,  'life_events', '00000000-0000-4000-8001-000000000035',
   '#nality-event-00000000-0000-4000-8001-000000000035', 'Show the event',
   'Your change and Pierre''s fit together',
   'You both edited “Tonnes of pitchblende in a shed” at the same time. Nothing was lost.'),
  (6, 3, 'warning',  8.5, false, 'life_events', '00000000-0000-4000-8001-000000000074',
   '#nality-event-00000000-0000-4000-8001-000000000074', 'Compare',
   'Your description was replaced',
   'Marie was faster with “The first petite Curie”. Your words are kept for 30 days.'),
  (7, 3, 'error',    4.0, true,  'life_events', '00000000-0000-4000-8003-000000000003',
   '#nality-event-00000000-0000-4000-8003-000000000003', 'Try a shorter one',
   'A recording could not be added',
   '“hoogstade.wav” is larger than 25 MB.'),
  (8, 3, 'info',     0.5, false, null, null, null, null,
   'Maintenance on Sunday night',
   'For some minutes, changes will be kept on your device and sent afterwards.')
)
insert into public.user_notifications
  (id, user_id, subject_table, subject_id, type, title, message, action_url, action_label, expires_at, read, created_at)
select
  format('00000000-0000-4000-8009-%s', lpad(n::text, 12, '0'))::uuid,
  format('00000000-0000-4000-8000-%s', lpad(person::text, 12, '0'))::uuid,
  subject_table, subject::uuid, type, title, message, action_url, action_label,
  case when subject is null then now() + interval '30 days' end,
  read, now() - days * interval '1 day'
from notification
order by n
on conflict do nothing;

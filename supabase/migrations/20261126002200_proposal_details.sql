-- What the assistant knows of a proposed event besides its words: `location`, `importance` and `tags`, each as in life_events and
-- each only where it is known. A proposal of before has none; nobody but the service role writes them.

alter table public.chat_extracted_events
  add column details jsonb not null default '{}',
  add constraint chat_extracted_events_details_bounded
    check (jsonb_typeof(details) = 'object' and octet_length(details::text) <= 8192),
  add constraint chat_extracted_events_details_location_length
    check (jsonb_typeof(details -> 'location') = 'string' and char_length(details ->> 'location') <= 500),
  add constraint chat_extracted_events_details_importance_range
    check (details -> 'importance' in ('1', '2', '3', '4', '5', '6', '7', '8', '9', '10')),
  -- The text of a list is never shorter than its words, so that these are within the bounds of life_events.tags.
  add constraint chat_extracted_events_details_tags_bounded
    check (case jsonb_typeof(details -> 'tags') when 'array' then
      jsonb_array_length(details -> 'tags') <= 50 and octet_length(details ->> 'tags') <= 4000
        and not jsonb_path_exists(details -> 'tags', 'strict $[*] ? (@.type() != "string")')
    else not details ? 'tags' end);
update nality.sources set blank = blank || '{"details": {}}' where name = 'chat_extracted_events';

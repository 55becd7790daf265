-- What analysts join in plain SQL: the persisted views by everyone's account, a row for each thing. ops/analysis.md explains and shows them.
-- They are as new as the projection Views, which is moments behind the log.
create view negotiations as
select n.id, n.title, n.subject,
    case when n.phase = 'in_session' and n.session_until < now() then 'out_of_session' else n.phase end as phase, n.is_contested, n.last_movement, n.last_movement_at, n.last_movement_on,
    n.version
from ledger_negotiations n;

create view issues as
select d.id as negotiation, i.key as issue, i.value #>> '{title,value}' as title
from mt_doc_talksstatus d cross join lateral jsonb_each(d.data #> '{view,frame,issues}') i;

create view parties as
select d.id as negotiation, p.key as party, p.value #>> '{name,value}' as name, p.value #>> '{role,value}' as role,
    s.state #>> '{presence,value}' as presence, s.state #>> '{hostilities,value}' as hostilities,
    s.state #>> '{intent,value}' as intent, coalesce((s.state #>> '{mediating,value}')::boolean, false) as is_mediating
from mt_doc_talksstatus d
cross join lateral jsonb_each(d.data #> '{view,frame,parties}') p
cross join lateral (select d.data #> array['view', 'parties', p.key] as state) s;

create view demands as
select d.id as negotiation, p.key as party, w.key as demand, w.value #>> '{issue,value}' as issue, w.value #>> '{text,value}' as text,
    coalesce((w.value #>> '{redLine,value}')::boolean, false) as is_red_line, w.value #>> '{status,value}' as status,
    (w.value #>> '{status,since}')::timestamptz as status_since, w.value #> '{status,contested}' is not null as is_contested,
    w.value ->> 'firstAsserted' as first_asserted, w.value ->> 'lastAsserted' as last_asserted, (w.value ->> 'reaffirmed')::integer as reaffirmed
from mt_doc_partydemands d
cross join lateral jsonb_each(d.data #> '{view,parties}') p
cross join lateral jsonb_each(p.value -> 'demands') w;

create view proposals as
select d.id as negotiation, p.key as proposal, p.value #>> '{title,value}' as title, p.value #>> '{by,value}' as offered_by,
    p.value #>> '{state,value}' as state, (p.value #>> '{state,since}')::timestamptz as state_since,
    (p.value ->> 'version')::integer as version, p.value ->> 'inReplyTo' as in_reply_to
from mt_doc_proposalbook d cross join lateral jsonb_each(d.data #> '{view,proposals}') p;

create view responses as
select d.id as negotiation, p.key as proposal, a.place, a.answer ->> 'by' as party, a.answer ->> 'response' as response,
    a.answer ->> 'occurred' as occurred, (a.answer ->> 'at')::timestamptz as at,
    array(select t from jsonb_array_elements_text(a.answer -> 'terms') t) as terms,
    array(select e::uuid from jsonb_array_elements_text(a.answer -> 'events') e) as events
from mt_doc_proposalbook d
cross join lateral jsonb_each(d.data #> '{view,proposals}') p
cross join lateral jsonb_array_elements(p.value -> 'answers') with ordinality as a (answer, place);

create view positions as
select d.id as negotiation, i.key as issue, i.value ->> 'state' as issue_state, c.key as party, c.value #>> '{current,kind}' as kind,
    c.value #>> '{current,text}' as text, (c.value #>> '{current,since}')::timestamptz as since,
    coalesce((c.value #>> '{current,redLine}')::boolean, false) as is_red_line
from mt_doc_issuematrix d
cross join lateral jsonb_each(d.data #> '{view,issues}') i
cross join lateral jsonb_each(i.value -> 'cells') c;

-- The statements of one OpenTicket on the hotline's store, in their order, with values of the usual size.
INSERT INTO idempotency (subject, request_id, request_hash, created_at)
VALUES ('H1', {uuid}, {bytes:32}, {now})
ON CONFLICT (subject, request_id) DO NOTHING;
SELECT id, opened_at, opened_by
FROM ticket
WHERE customer_id = {uuid} AND asset_id = {uuid} AND branch_id = 'BJ01' AND fault_kind = 'HARDWARE'
    AND (cancel_reason IS NULL OR cancel_reason = 'CUSTOMER_WITHDREW')
ORDER BY opened_at DESC
LIMIT 1;
INSERT INTO ticket_contact (ticket_id, sealed) VALUES ({uuid}, {bytes:240});
INSERT INTO series (branch_id, name, last)
VALUES ('BJ01', 'FLOOR-R', 1)
ON CONFLICT (branch_id, name) DO UPDATE SET last = series.last + 1;
INSERT INTO series (branch_id, name, last)
VALUES ('BJ01', 'FLOOR-V', 1)
ON CONFLICT (branch_id, name) DO UPDATE SET last = series.last + 1;
INSERT INTO ticket (
    id, branch_id, state, register_no, register_position, voucher_no, register_state, channel, customer_id, asset_id,
    product_line, model, serial_number, zone, fault_kind, mode, service_class, coverage_kind, entitlement, urged,
    first_requested_at, handed_over_at, opened_by, opened_at, cleared_by, version
) VALUES (
    {uuid}, 'BJ01', 'HANDED_OVER', {text}, {unique}, {text}, 'OPEN', 'ONLINE', {uuid}, {uuid}, 'computer', 'PC-100',
    'SN100', 'IN_AREA', 'HARDWARE', 'ON_SITE', 'C', 'IN_WARRANTY', '{"in_warranty": true}', {false}, {now}, {now},
    'H1', {now}, '', 1
);
INSERT INTO deadline (
    id, kind, subject, ticket_id, branch_id, policy_key, policy_version, calendar_version, amount, started_at, due_at,
    provisional, fixed, state, version
) VALUES (
    {uuid}, 'hand_over_30m', {uuid}, {uuid}, 'BJ01', 'hotline.handover', 0, 1, '30 min business', {now}, {now},
    {false}, {false}, 'RUNNING', 1
);
INSERT INTO timer (id, kind, subject, branch_id, due_at, run_at, payload, attempts)
VALUES ({uuid}, 'bench', {uuid}, 'BJ01', {now}, {now}, 'null', 0)
ON CONFLICT (kind, subject) DO UPDATE SET due_at = excluded.due_at;
INSERT INTO timeline (ticket_id, occurred_at, event_id, branch_id, service, type, actor, sequence, facts)
VALUES ({uuid}, {now}, {uuid}, 'BJ01', 'hotline', 'TicketOpened', 'H1', NULL, '{"register_no": "BJ01-R-000001"}')
ON CONFLICT (ticket_id, occurred_at, event_id) DO NOTHING;
INSERT INTO timeline (ticket_id, occurred_at, event_id, branch_id, service, type, actor, sequence, facts)
VALUES ({uuid}, {now}, {uuid}, 'BJ01', 'hotline', 'TicketOpened', 'H1', NULL, '{"register_no": "BJ01-R-000001"}')
ON CONFLICT (ticket_id, occurred_at, event_id) DO NOTHING;
INSERT INTO timeline (ticket_id, occurred_at, event_id, branch_id, service, type, actor, sequence, facts)
VALUES ({uuid}, {now}, {uuid}, 'BJ01', 'hotline', 'TicketOpened', 'H1', NULL, '{"register_no": "BJ01-R-000001"}')
ON CONFLICT (ticket_id, occurred_at, event_id) DO NOTHING;
INSERT INTO timeline (ticket_id, occurred_at, event_id, branch_id, service, type, actor, sequence, facts)
VALUES ({uuid}, {now}, {uuid}, 'BJ01', 'hotline', 'TicketOpened', 'H1', NULL, '{"register_no": "BJ01-R-000001"}')
ON CONFLICT (ticket_id, occurred_at, event_id) DO NOTHING;
UPDATE idempotency SET response = {bytes:600} WHERE subject = 'H1' AND request_id = {uuid};
{bump};
INSERT INTO event_log (
    number, event_id, branch_id, subject, type, occurred_at, actor, request_id, causation_id, traceparent,
    payload_type, payload
) VALUES (
    {number}, {uuid}, 'BJ01', 'ticket', 'aftersales.hotline.v1.TicketOpened', {now}, 'H1', {uuid}, NULL,
    '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01', 'aftersales.hotline.v1.HotlineEvent', {bytes:220}
);
{bump};
INSERT INTO event_log (
    number, event_id, branch_id, subject, type, occurred_at, actor, request_id, causation_id, traceparent,
    payload_type, payload
) VALUES (
    {number}, {uuid}, 'BJ01', 'ticket', 'aftersales.hotline.v1.TicketOpened', {now}, 'H1', {uuid}, NULL,
    '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01', 'aftersales.hotline.v1.HotlineEvent', {bytes:220}
);
{bump};
INSERT INTO event_log (
    number, event_id, branch_id, subject, type, occurred_at, actor, request_id, causation_id, traceparent,
    payload_type, payload
) VALUES (
    {number}, {uuid}, 'BJ01', 'ticket', 'aftersales.hotline.v1.TicketOpened', {now}, 'H1', {uuid}, NULL,
    '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01', 'aftersales.hotline.v1.HotlineEvent', {bytes:220}
);
{bump};
INSERT INTO event_log (
    number, event_id, branch_id, subject, type, occurred_at, actor, request_id, causation_id, traceparent,
    payload_type, payload
) VALUES (
    {number}, {uuid}, 'BJ01', 'ticket', 'aftersales.hotline.v1.TicketOpened', {now}, 'H1', {uuid}, NULL,
    '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01', 'aftersales.hotline.v1.HotlineEvent', {bytes:220}
);

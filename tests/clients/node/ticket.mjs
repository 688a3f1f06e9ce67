// Opens a ticket over gRPC-Web as a branch's web page would, follows the hotline's feed until the ticket's events
// are there, and reads its timeline.
//
// Reads one JSON object from standard input:
//   address   host:port of the server
//   token     token of a caller who may open tickets
//   request   aftersales.hotline.v1.OpenTicketRequest as protobuf JSON
//   follow    event types to wait for, such as aftersales.hotline.v1.TicketOpened
// Prints one JSON object: {"ticket": …, "events": […], "timeline": […]}, or {"error": {"code": …, "message": …}} when
// an RPC is refused.
import { text } from "node:stream/consumers";
import process from "node:process";
import { createRegistry, fromJson, toJson } from "@bufbuild/protobuf";
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { EventSchema, FeedService } from "./gen/aftersales/feed/v1/feed_pb.js";
import { file_aftersales_hotline_v1_events } from "./gen/aftersales/hotline/v1/events_pb.js";
import { file_aftersales_sla_v1_events } from "./gen/aftersales/sla/v1/events_pb.js";
import { HotlineService } from "./gen/aftersales/hotline/v1/hotline_pb.js";
import { TicketSchema, TimelineEntrySchema } from "./gen/aftersales/hotline/v1/ticket_pb.js";
import { OpenTicketRequestSchema } from "./gen/aftersales/hotline/v1/ticket_requests_pb.js";

const PATIENCE_MS = 60_000;
const registry = createRegistry(file_aftersales_hotline_v1_events, file_aftersales_sla_v1_events);

function transportFor({ address, token }) {
  const withToken = (next) => (request) => {
    request.header.set("authorization", `Bearer ${token}`);
    return next(request);
  };
  return createGrpcWebTransport({ baseUrl: `http://${address}`, interceptors: [withToken] });
}

// The ticket's events after `cursor`, up to the moment at which every type in `types` has come.
async function follow(feed, cursor, ticketId, types) {
  const waiting = new Set(types);
  const events = [];
  const start = cursor === "" ? { case: "afterSequence", value: 0n } : { case: "cursor", value: cursor };
  const leave = new AbortController();
  const patience = setTimeout(() => leave.abort(), PATIENCE_MS);
  try {
    for await (const batch of feed.subscribe({ service: "hotline", start }, { signal: leave.signal })) {
      for (const event of batch.events.filter((event) => event.subject === ticketId)) {
        events.push(event);
        waiting.delete(event.type);
      }
      if (waiting.size === 0) break;
    }
  } finally {
    clearTimeout(patience);
    leave.abort();
  }
  if (waiting.size > 0) throw new Error(`the feed ended before ${[...waiting].join(", ")}`);
  return events;
}

async function readTimeline(hotline, ticketId) {
  const entries = [];
  let pageToken = "";
  do {
    const page = await hotline.getTimeline({ ticketId, pageToken });
    entries.push(...page.entries);
    pageToken = page.nextPageToken;
  } while (pageToken !== "");
  return entries;
}

async function main() {
  const order = JSON.parse(await text(process.stdin));
  const transport = transportFor(order);
  const hotline = createClient(HotlineService, transport);
  const feed = createClient(FeedService, transport);
  const { cursor } = await feed.getHead({ service: "hotline" });
  const { ticket } = await hotline.openTicket(fromJson(OpenTicketRequestSchema, order.request));
  const events = await follow(feed, cursor, ticket.id, order.follow);
  const timeline = await readTimeline(hotline, ticket.id);
  return {
    ticket: toJson(TicketSchema, ticket),
    events: events.map((event) => toJson(EventSchema, event, { registry })),
    timeline: timeline.map((entry) => toJson(TimelineEntrySchema, entry)),
  };
}

function refusal(error) {
  if (!(error instanceof ConnectError)) throw error;
  return { error: { code: Code[error.code], message: error.rawMessage } };
}

process.stdout.write(JSON.stringify(await main().catch(refusal)));

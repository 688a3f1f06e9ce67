"""Opens a ticket and reads its timeline, knowing the contract from server reflection alone.

Reads one JSON object from standard input:
    address   host:port of the server
    token     token of a caller who may open tickets
    request   aftersales.hotline.v1.OpenTicketRequest as protobuf JSON
Prints one JSON object: {"ticket": …, "timeline": […]}, or {"error": {"code": …, "message": …}} when an RPC is refused.
"""

import json
import sys

import grpc
from google.protobuf import json_format, message_factory
from google.protobuf.descriptor_pool import DescriptorPool
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase

SERVICE = "aftersales.hotline.v1.HotlineService"
TIMEOUT_SECONDS = 30


class ReflectedService:
    """A service whose methods and messages the server itself describes."""

    def __init__(self, channel, name, token):
        database = ProtoReflectionDescriptorDatabase(channel)
        offered = database.get_services()
        if name not in offered:
            raise SystemExit(f"the server offers {', '.join(offered)}, but not {name}")
        self.descriptor = DescriptorPool(database).FindServiceByName(name)
        self.channel = channel
        self.metadata = (("authorization", f"Bearer {token}"),)

    def call(self, method_name, request):
        """Calls a method with a request in protobuf JSON and returns the response as such."""
        method = self.descriptor.methods_by_name[method_name]
        request_class = message_factory.GetMessageClass(method.input_type)
        response_class = message_factory.GetMessageClass(method.output_type)
        invoke = self.channel.unary_unary(
            f"/{self.descriptor.full_name}/{method_name}",
            request_serializer=request_class.SerializeToString,
            response_deserializer=response_class.FromString,
        )
        message = json_format.ParseDict(request, request_class())
        response = invoke(message, metadata=self.metadata, timeout=TIMEOUT_SECONDS)
        return json_format.MessageToDict(response)


def open_and_read(order):
    """Opens the ticket that is asked for and reads all pages of its timeline."""
    with grpc.insecure_channel(order["address"]) as channel:
        hotline = ReflectedService(channel, SERVICE, order["token"])
        ticket = hotline.call("OpenTicket", order["request"])["ticket"]
        timeline, page = [], {"ticketId": ticket["id"]}
        while True:
            answer = hotline.call("GetTimeline", page)
            timeline += answer.get("entries", [])
            if not answer.get("nextPageToken"):
                return {"ticket": ticket, "timeline": timeline}
            page["pageToken"] = answer["nextPageToken"]


def main():
    try:
        result = open_and_read(json.load(sys.stdin))
    except grpc.RpcError as refused:
        result = {"error": {"code": refused.code().name, "message": refused.details()}}
    json.dump(result, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()

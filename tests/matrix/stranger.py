"""Somebody on Matrix whose client shares no code with the bot's: matrix-nio, led line by line.

    python stranger.py URL NAME PASSWORD FOLDER

Reads one JSON object a line, does it, and answers with one: {"done": ...}. What is heard meanwhile is
told as {"heard": EVENT, "room": ID, "encrypted": BOOL}.
"""

import asyncio
import json
import logging
import sys

from nio import (
    AsyncClient,
    AsyncClientConfig,
    EnableEncryptionBuilder,
    Event,
    LoginError,
    MegolmEvent,
)

# It warns of devices that it has not met yet, which is as it should be.
logging.disable(logging.WARNING)


def tell(value):
    print(json.dumps(value), flush=True)


def hear(room, event):
    if isinstance(event, MegolmEvent):
        return
    tell({"heard": event.source, "room": room.room_id, "encrypted": bool(event.decrypted)})


async def open_room(client, order):
    state = [EnableEncryptionBuilder().as_dict()] if order["encrypted"] else []
    made = await client.room_create(invite=order["invite"], initial_state=state)
    while made.room_id not in client.rooms:
        await client.synced.wait()
    return made.room_id


async def send(client, order):
    sent = await client.room_send(
        order["room"], "m.room.message", order["content"], ignore_unverified_devices=True
    )
    return sent.event_id


async def take_back(client, order):
    gone = await client.room_redact(order["room"], order["event"])
    return gone.event_id


ORDERS = {"open": open_room, "send": send, "take back": take_back}


async def follow_orders(client):
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    while line := await reader.readline():
        order = json.loads(line)
        tell({"done": await ORDERS[order["do"]](client, order)})


async def main(url, name, password, folder):
    config = AsyncClientConfig(encryption_enabled=True, store_sync_tokens=True)
    client = AsyncClient(url, name, store_path=folder, config=config)
    entered = await client.login(password)
    if isinstance(entered, LoginError):
        sys.exit(f"no login: {entered.message}")
    client.add_event_callback(hear, Event)
    listening = asyncio.create_task(client.sync_forever(timeout=10000, full_state=True))
    await client.synced.wait()
    tell({"done": client.device_id})
    await follow_orders(client)
    listening.cancel()
    await client.close()


asyncio.run(main(*sys.argv[1:]))

"""Sends requests that prove nothing, for strangers.sh: strangers.py PORT COUNT SEED CONNECTIONS. To this machine only.

A third comes from 127.0.0.1, which the bot takes for a proxy, and names a random IPv6 sender; the rest comes from random addresses
of 127.0.0.0/8. Each path, method, host and key id is new, or a route in another spelling.
"""
import base64, json, multiprocessing, random, socket, sys, time

PORT, COUNT, SEED, CONNECTIONS = (int(word) for word in sys.argv[1:5])
ROUTES = ["/api/webhooks/hubspot", "/api/webhooks/hubspot/workflow", "/api/webhooks/hubspot/form-submission", "/api/messages", "/metrics",
          "/connectors/status", "/workflows/latest", "/auth/google/callback", "/health/ready"]
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
A_CONNECTION = 100


def text(dice, most):
    return "".join(dice.choices(LETTERS, k=1 + dice.randrange(most)))


def spelled(dice, route):
    return "".join(
        "//" if sign == "/" and dice.random() < 0.1 else
        f"%{ord(sign):02x}" if dice.random() < 0.1 else
        sign.upper() if dice.random() < 0.3 else sign for sign in route) + dice.choice(["", "/", "?" + text(dice, 30)])


def part(value):
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def request(dice, through_proxy):
    path = spelled(dice, dice.choice(ROUTES)) if dice.random() < 0.3 else f"/api/webhooks/hubspot/{text(dice, 7800 if dice.random() < 0.05 else 200)}"
    method = dice.choice(["POST", "GET", "PUT", text(dice, 12).replace("-", "").replace("_", "").upper() or "X"])
    token = f'{part(json.dumps({"alg": "RS256", "kid": text(dice, 40)}).encode())}.{part(b"{}")}.{part(dice.randbytes(256))}'
    lines = [f"{method} {path} HTTP/1.1", f"Host: {text(dice, 40)}.example", f"User-Agent: {text(dice, 60)}", "Content-Type: application/json", "Content-Length: 2",
             f"traceparent: 00-{dice.randbytes(16).hex()}-{dice.randbytes(8).hex()}-01", f"baggage: {text(dice, 10)}={text(dice, 60)}",
             f"X-HubSpot-Request-Timestamp: {int(time.time() * 1000)}"]
    if dice.random() < 0.7:
        lines.append(f"Authorization: Bearer {dice.choice([token, text(dice, 60)])}")
    if dice.random() < 0.7:
        lines.append(f"X-HubSpot-Signature-v3: {base64.b64encode(dice.randbytes(32)).decode()}")
    if through_proxy:
        lines.append("X-Forwarded-For: 2001:db8:" + ":".join(f"{dice.randrange(65536):x}" for _ in range(6)))
    return ("\r\n".join(lines) + "\r\n\r\n[]").encode()


def send(number):
    dice = random.Random(f"{SEED}/{number}")
    statuses = {}
    left = COUNT // CONNECTIONS
    while left > 0:
        through_proxy = dice.random() < 0.33
        source = "127.0.0.1" if through_proxy else f"127.{dice.randrange(1, 255)}.{dice.randrange(256)}.{dice.randrange(1, 255)}"
        with socket.create_connection(("127.0.0.1", PORT), 30, (source, 0)) as line:
            answers = line.makefile("rb")
            for _ in range(min(left, A_CONNECTION)):
                line.sendall(request(dice, through_proxy))
                head = answers.readline().decode()
                if not head:
                    break
                left -= 1
                status = head.split()[1]
                statuses[status] = statuses.get(status, 0) + 1
                length, chunked, closes = 0, False, False
                while (header := answers.readline().decode().strip().lower()):
                    if header.startswith("content-length:"):
                        length = int(header.split(":")[1])
                    chunked |= header == "transfer-encoding: chunked"
                    closes |= header == "connection: close"
                answers.read(length)
                while chunked:
                    size = int(answers.readline(), 16)
                    answers.read(size + 2)
                    chunked = size > 0
                if closes:
                    break
    return statuses


if __name__ == "__main__":
    began = time.monotonic()
    with multiprocessing.Pool(CONNECTIONS) as pool:
        total = {}
        for statuses in pool.map(send, range(CONNECTIONS)):
            for status, count in statuses.items():
                total[status] = total.get(status, 0) + count
    print(f"{sum(total.values())} answers in {time.monotonic() - began:.0f} s: " + ", ".join(f"{count} x {status}" for status, count in sorted(total.items())))

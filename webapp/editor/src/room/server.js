/** What the server says to a request: its status and its JSON, null where it sent none. */
export class Answer {
  constructor(status, body) {
    this.status = status;
    this.body = body;
  }

  get ok() {
    return this.status === 200 && this.body !== null;
  }

  /** Somebody else answered: the sign-in page, a proxy, nobody. */
  get unreachable() {
    return this.body === null;
  }
}

async function json(response) {
  const kind = response.headers.get('Content-Type') || '';
  return kind.includes('application/json') && !response.redirected ? response.json() : null;
}

/** Asks the server for JSON. The token is renewed when a draft is opened again, as after signing in anew. */
export class Server {
  constructor({ csrf, contentUrl }) {
    this.csrf = csrf;
    this.contentUrl = contentUrl;
  }

  async open() {
    const answer = await this.send(this.contentUrl, { method: 'GET' });
    if (answer.ok) {
      this.csrf = answer.body.csrf;
    }
    return answer;
  }

  /** POST; a token that has grown old is renewed once. */
  async post(url, body, signal) {
    const first = await this.attempt(url, body, signal);
    const renewed = first.unreachable && first.status === 400 && (await this.open()).ok;
    return renewed ? this.attempt(url, body, signal) : first;
  }

  attempt(url, body, signal) {
    const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': this.csrf };
    return this.send(url, { method: 'POST', headers, body: JSON.stringify(body), signal });
  }

  async send(url, wishes) {
    try {
      const response = await fetch(url, { credentials: 'same-origin', ...wishes });
      return new Answer(response.status, await json(response));
    } catch (error) {
      if (error.name === 'AbortError') {
        throw error;
      }
      return new Answer(0, null);
    }
  }
}

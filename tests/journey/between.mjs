// A connection that can be made worse: stands between a browser and Muster, changes the headers of
// pages, keeps answers back until they are let go, and refuses some.
import { createServer, request } from 'node:http';

export class Between {
  // `headers(headers)` changes those of each answer; `holds` matches the paths that are kept back.
  // `refuses`, which may be set later, matches those that are answered with 503.
  static async start(server, { headers = () => {}, holds = /^$/ } = {}) {
    const between = new Between();
    between.refuses = /^$/;
    between.held = [];
    between.isOpen = false;
    between.listener = createServer((asked, answer) => {
      if (between.refuses.test(asked.url)) return answer.writeHead(503).end();
      const go = () => between.#pass(server, asked, answer, headers);
      if (holds.test(asked.url) && !between.isOpen) between.held.push(go);
      else go();
    });
    await new Promise((resolve) => between.listener.listen(0, '127.0.0.1', resolve));
    between.address = `http://127.0.0.1:${between.listener.address().port}`;
    return between;
  }

  #pass(server, asked, answer, headers) {
    const onward = request(
      server.address + asked.url,
      { method: asked.method, headers: asked.headers, agent: false },
      (reply) => {
        headers(reply.headers);
        answer.writeHead(reply.statusCode, reply.headers);
        reply.pipe(answer);
      },
    );
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  }

  // What was kept back goes on, and nothing is kept back any more.
  letGo() {
    this.isOpen = true;
    for (const go of this.held.splice(0)) go();
  }

  async stop() {
    this.listener.closeAllConnections();
    await new Promise((resolve) => this.listener.close(resolve));
  }
}

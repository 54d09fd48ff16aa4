// Questions to the server, each ended by the next of its kind.

const JSON_HEAD = { "content-type": "application/json" };

export class Refused extends Error {
  constructor(problems) {
    super(problems.join("; "));
    this.problems = problems;
  }
}

async function answered(path, body, signal) {
  const answer = await fetch(path, { method: "POST", headers: JSON_HEAD, body: JSON.stringify(body), signal });
  if (answer.ok) return answer;
  let problems = [`${answer.status} ${answer.statusText}`];
  try {
    problems = (await answer.json()).problems ?? problems;
  } catch { /* no JSON: the status says it */ }
  throw new Refused(problems);
}

export async function ask(path, body, signal) {
  return (await answered(path, body, signal)).json();
}

// Each event of a stream, as it comes; ends with the stream.
export async function* events(path, body, signal) {
  const answer = await answered(path, body, signal);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += value;
    let end;
    while ((end = text.indexOf("\n\n")) >= 0) {
      const line = text.slice(0, end);
      text = text.slice(end + 2);
      if (line.startsWith("data: ")) yield JSON.parse(line.slice(6));
    }
  }
}

export function rest(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => { clearTimeout(timer); reject(new DOMException("", "AbortError")); });
  });
}

export function save(name, text, kind) {
  const address = URL.createObjectURL(new Blob([text], { type: kind }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

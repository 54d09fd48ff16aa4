// Values as TOML, as `--set KEY=VALUE` takes them.

export function toml(value) {
  if (Array.isArray(value)) return `[${value.map(toml).join(", ")}]`;
  if (value !== null && typeof value === "object") {
    return `{ ${Object.entries(value).map(([name, one]) => `${name} = ${toml(one)}`).join(", ")} }`;
  }
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

// The same number, where no key asks for whole ones: 5 is written 5.0 only where the reader needs it, and he does not.
export function same(one, other) {
  return toml(one) === toml(other);
}

// The options of "npm start" and of the package's command, given as arguments or as environment
// variables. Runs on Node 20 without dependencies, because they are checked before anything is
// installed or built.
import { isIPv6 } from "node:net";
import { parseArgs } from "node:util";
import { UsageError } from "./command.mjs";
import { defaultPort, host as loopback, portOf } from "./port.mjs";

const OPTIONS = /** @type {const} */ ({
  port: { type: "string" },
  host: { type: "string" },
  "allow-host": { type: "string", multiple: true },
  cluster: { type: "string", multiple: true },
  "read-only": { type: "boolean" },
});

const usageOf = (command) => `Usage: ${command} [options]
  --port N              the port to listen on, by default ${defaultPort}; 0 picks a free port
  --host ADDRESS        the address to listen on, by default ${loopback} (this machine only)
  --allow-host NAME     a further host name under which the server answers; can be repeated
  --cluster URL         the REST API of a Flink cluster, such as http://jobmanager:8081
  --cluster NAME=URL    the same with a name; can be repeated
  --read-only           refuse every call that changes a cluster
  --help                print this text
  --version             print Drey's version
The environment variables DREY_PORT, DREY_HOST, DREY_ALLOW_HOST, DREY_CLUSTER and DREY_READ_ONLY set
the same options. Several values are separated by spaces, and DREY_READ_ONLY is true or false. An
option on the command line replaces its variable.`;

/**
 * What to print if the arguments ask for help or for the version, and undefined otherwise.
 * @param {string[]} args
 * @param {{ command: string, version: string }} about the command's name in the usage text
 * @returns {string | undefined}
 */
export function informationFor(args, { command, version }) {
  if (args.includes("--help") || args.includes("-h")) return usageOf(command);
  return args.includes("--version") ? version : undefined;
}

/**
 * @typedef {object} StartOptions
 * @property {number} port
 * @property {string} host the address to listen on
 * @property {string[]} allowedHosts names without port
 * @property {{ id: string, label: string, address: URL }[]} clusters
 * @property {boolean} readOnly
 */

/**
 * The options in a command's arguments, or else in `env`. Throws UsageError.
 * @param {string[]} args
 * @param {{ env: Readonly<Record<string, string | undefined>>, command: string }} context the
 *   command's name in the usage text
 * @returns {StartOptions}
 */
export function startOptionsFrom(args, { env, command }) {
  try {
    return read(given(parse(args, command), env));
  } catch (error) {
    const addresses = [...args, ...(textOf(env, "cluster")?.split(BETWEEN_CLUSTERS) ?? [])];
    throw error instanceof UsageError ? new UsageError(addresses.reduce(withoutCredentials, error.message)) : error;
  }
}

/**
 * The user and password of an address, after the option's and the cluster's name if they are in the
 * same argument.
 */
const CREDENTIALS = /^(?:--[\w-]+=)?(?:[^=/:]+=)?(?:[a-z][a-z0-9+.-]*:\/\/)?(.*)@/is;

/**
 * A message about `arg` without the user and password in it, whether or not the rest is a valid
 * address.
 */
function withoutCredentials(message, arg) {
  const credentials = CREDENTIALS.exec(arg)?.[1];
  return credentials === undefined ? message : message.replaceAll(`${credentials}@`, "…@");
}

function read({ port, host, "allow-host": names, cluster, "read-only": readOnly }) {
  const clusters = (cluster?.value ?? []).map((text) => clusterOf(cluster.source, text));
  for (const { id } of clusters) {
    if (clusters.filter((other) => other.id === id).length > 1) {
      throw new UsageError(`Two clusters are called ${id}. Give each a name: --cluster one=http://… --cluster other=http://….`);
    }
  }
  return {
    port: port === undefined ? defaultPort : portOf(port.value, port.source),
    host: host === undefined ? loopback : hostNameOf(host.source, host.value),
    allowedHosts: (names?.value ?? []).map((name) => hostNameOf(names.source, name)),
    clusters,
    readOnly: readOnly?.value ?? false,
  };
}

function parse(args, command) {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (error) {
    throw new UsageError(`${error.message}\n${usageOf(command)}`);
  }
}

/** Each option that is given, with its value and where that comes from, for messages. */
function given(values, env) {
  return Object.fromEntries(
    Object.keys(OPTIONS).flatMap((option) => {
      const value = values[option];
      if (value !== undefined) return [[option, { source: `--${option}`, value }]];
      const text = textOf(env, option);
      return text === undefined ? [] : [[option, { source: variableOf(option), value: valueOf(option, text) }]];
    }),
  );
}

function variableOf(option) {
  return `DREY_${option.toUpperCase().replaceAll("-", "_")}`;
}

/** The variable's text; an empty variable counts as unset. */
function textOf(env, option) {
  const text = env[variableOf(option)]?.trim();
  return text === "" ? undefined : text;
}

/** Only before the start of an address, so that a space in a password does not end up in a message. */
const BETWEEN_CLUSTERS = /\s+(?=(?:[^\s=/:@]+=)?[a-z][a-z0-9+.-]*:\/\/)/i;

function valueOf(option, text) {
  const { type, multiple = false } = OPTIONS[option];
  if (multiple) return text.split(option === "cluster" ? BETWEEN_CLUSTERS : /\s+/);
  if (type === "string") return text;
  if (text !== "true" && text !== "false") throw new UsageError(`${variableOf(option)} takes true or false, not "${text}".`);
  return text === "true";
}

/** A name becomes part of paths and links: letters, digits, dots, dashes and underscores. */
function clusterOf(source, text) {
  const named = /^([^=/:]+)=(.*)$/s.exec(text);
  const address = addressOf(source, named?.[2] ?? text);
  if (named === null) {
    const id = address.port === "" ? address.hostname : `${address.hostname}-${address.port}`;
    return { id: id.replace(/[[\]]/g, "").replaceAll(":", "-"), label: address.host, address };
  }
  const name = named[1];
  if (!/^[a-z0-9][a-z0-9._-]*$/i.test(name)) {
    throw new UsageError(`A cluster's name is made of letters, digits, ".", "-" and "_", not "${name}".`);
  }
  if (name === "browser") throw new UsageError(`"browser" is reserved for the engine in the page. Give the cluster another name.`);
  return { id: name, label: name, address };
}

function addressOf(source, text) {
  const address = URL.canParse(text) ? new URL(text) : undefined;
  if (address === undefined || !["http:", "https:"].includes(address.protocol)) {
    throw new UsageError(`${source} takes the address of a Flink REST API such as http://jobmanager:8081, not "${text}".`);
  }
  if (address.search !== "" || address.hash !== "") throw new UsageError(`${source} takes an address without "?" and "#", not "${text}".`);
  return address;
}

/** A name or an IP address, IPv6 with or without brackets. Throws UsageError. */
function hostNameOf(source, text) {
  const name = text.replace(/^\[|\]$/g, "");
  if (!/^[a-z0-9._-]+$/i.test(name) && !isIPv6(name)) {
    throw new UsageError(`${source} takes a name or an IP address without port, such as drey.example, not "${text}".`);
  }
  return name;
}

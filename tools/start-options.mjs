// The arguments of "npm start". Runs on Node 20 without dependencies, because they are checked
// before anything is installed or built.
import { isIPv6 } from "node:net";
import { parseArgs } from "node:util";
import { UsageError } from "./command.mjs";
import { defaultPort, host as loopback, portOf } from "./port.mjs";

const usage = `Usage: npm start -- [options]
  --port N              the port to listen on, by default ${defaultPort}; 0 picks a free port
  --host ADDRESS        the address to listen on, by default ${loopback} (this machine only)
  --allow-host NAME     a further host name under which the server answers; can be repeated
  --cluster URL         the REST API of a Flink cluster, such as http://jobmanager:8081
  --cluster NAME=URL    the same with a name; can be repeated
  --read-only           refuse every call that changes a cluster`;

/**
 * @typedef {object} StartOptions
 * @property {number} port
 * @property {string} host the address to listen on
 * @property {string[]} allowedHosts names without port
 * @property {{ id: string, label: string, address: URL }[]} clusters
 * @property {boolean} readOnly
 */

/**
 * Parses a command's arguments. Throws UsageError.
 * @param {string[]} args
 * @returns {StartOptions}
 */
export function startOptionsFrom(args) {
  try {
    return read(args);
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(args.reduce(withoutCredentials, error.message)) : error;
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

function read(args) {
  const values = parse(args);
  const clusters = (values.cluster ?? []).map(clusterOf);
  for (const { id } of clusters) {
    if (clusters.filter((cluster) => cluster.id === id).length > 1) {
      throw new UsageError(`Two clusters are called ${id}. Give each a name: --cluster one=http://… --cluster other=http://….`);
    }
  }
  return {
    port: values.port === undefined ? defaultPort : portOf(values.port),
    host: values.host === undefined ? loopback : hostNameOf("--host", values.host),
    allowedHosts: (values["allow-host"] ?? []).map((name) => hostNameOf("--allow-host", name)),
    clusters,
    readOnly: values["read-only"] ?? false,
  };
}

function parse(args) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: "string" },
        host: { type: "string" },
        "allow-host": { type: "string", multiple: true },
        cluster: { type: "string", multiple: true },
        "read-only": { type: "boolean" },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${error.message}\n${usage}`);
  }
}

/** A name becomes part of paths and links: letters, digits, dots, dashes and underscores. */
function clusterOf(text) {
  const named = /^([^=/:]+)=(.*)$/s.exec(text);
  const address = addressOf(named?.[2] ?? text);
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

function addressOf(text) {
  const address = URL.canParse(text) ? new URL(text) : undefined;
  if (address === undefined || !["http:", "https:"].includes(address.protocol)) {
    throw new UsageError(`--cluster takes the address of a Flink REST API such as http://jobmanager:8081, not "${text}".`);
  }
  if (address.search !== "" || address.hash !== "") throw new UsageError(`--cluster takes an address without "?" and "#", not "${text}".`);
  return address;
}

/** A name or an IP address, IPv6 with or without brackets. Throws UsageError. */
function hostNameOf(option, text) {
  const name = text.replace(/^\[|\]$/g, "");
  if (!/^[a-z0-9._-]+$/i.test(name) && !isIPv6(name)) {
    throw new UsageError(`${option} takes a name or an IP address without port, such as drey.example, not "${text}".`);
  }
  return name;
}

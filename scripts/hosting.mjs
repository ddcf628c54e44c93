/** The headers of the app in the words of common hosts: ready files, which the build writes. */
import {
  ASK_EACH_TIME,
  CACHE_FOREVER,
  COMMON_HEADERS,
  HASHED,
  headersOf,
  MANIFEST_TYPE,
  PAGE_POLICY,
  SERVICE_WORKER,
  SERVICE_WORKER_POLICY,
} from './headers.mjs'

const WHENCE = 'Made by the build from scripts/headers.mjs; docs/hosting.md says how to use it.'

/** @param {Readonly<Record<string, string>>} headers */
const listed = (headers) => Object.entries(headers)

/**
 * Netlify and Cloudflare Pages read it in the published folder. They join the values of all rules that fit a
 * file, and two policies forbid what either does: so no two rules may fit the same file.
 * @param {readonly string[]} files paths in the folder of the app
 */
function underscoreHeaders(files) {
  const own = files.filter((path) => !path.startsWith(HASHED)).map((path) => `/${path}`)
  const rules = ['/', ...own, `/${HASHED}*`].map((path) => {
    const lines = listed(headersOf(path.slice(1))).map(([name, value]) => `  ${name}: ${value}`)
    return [path, ...lines].join('\n')
  })
  return [`# ${WHENCE}`, ...rules, ''].join('\n')
}

/** Apache reads it in the folder of the app. Without mod_headers it fails, rather than to serve without a policy. */
function htaccess() {
  /** @param {readonly [string, string]} header */
  const set = ([name, value]) => `Header always set ${name} "${value}"`
  return [
    `# ${WHENCE}`,
    '# It needs mod_headers, and “AllowOverride FileInfo AuthConfig Limit” or “AllowOverride All”.',
    `AddType ${MANIFEST_TYPE} .webmanifest`,
    ...listed(COMMON_HEADERS).map(set),
    set(['Content-Security-Policy', PAGE_POLICY]),
    set(['Cache-Control', ASK_EACH_TIME]),
    `<Files "${SERVICE_WORKER}">`,
    `  ${set(['Content-Security-Policy', SERVICE_WORKER_POLICY])}`,
    '</Files>',
    `<If "%{REQUEST_URI} =~ m#/${HASHED}#">`,
    `  ${set(['Cache-Control', CACHE_FOREVER])}`,
    '</If>',
    '',
  ].join('\n')
}

function nginx() {
  return `# ${WHENCE}
# For conf.d, or for an include inside of http. Set root to the folder of the app.
map $uri $vhdx_inspector_policy {
  default "${PAGE_POLICY}";
  /${SERVICE_WORKER} "${SERVICE_WORKER_POLICY}";
}
map $uri $vhdx_inspector_caching {
  default "${ASK_EACH_TIME}";
  ~^/${HASHED} "${CACHE_FOREVER}";
}
server {
  listen 8080;
  root /srv/vhdx-inspector/app;
  index index.html;
  add_header Content-Security-Policy $vhdx_inspector_policy always;
  add_header Cache-Control $vhdx_inspector_caching always;
${listed(COMMON_HEADERS)
  .map(([name, value]) => `  add_header ${name} "${value}" always;`)
  .join('\n')}
  # A location must not have an add_header of its own: it would lose all of these.
  location ~ [.]webmanifest$ {
    types { }
    default_type ${MANIFEST_TYPE};
  }
  # Files that are for other hosts.
  location ~ /(_headers|[.]htaccess)$ {
    return 404;
  }
}
`
}

function caddy() {
  /** @param {readonly [string, string]} header */
  const line = ([name, value]) => `    ${name} "${value}"`
  return `# ${WHENCE}
# Set the address, and root to the folder of the app.
:8080 {
  root * /srv/vhdx-inspector/app
  @worker path /${SERVICE_WORKER}
  @others not path /${SERVICE_WORKER}
  @hashed path /${HASHED}*
  @unhashed not path /${HASHED}*
  @manifest path *.webmanifest
  header {
${listed(COMMON_HEADERS).map(line).join('\n')}
  }
  header @worker Content-Security-Policy "${SERVICE_WORKER_POLICY}"
  header @others Content-Security-Policy "${PAGE_POLICY}"
  header @hashed Cache-Control "${CACHE_FOREVER}"
  header @unhashed Cache-Control "${ASK_EACH_TIME}"
  header @manifest Content-Type "${MANIFEST_TYPE}"
  file_server {
    hide _headers .htaccess
  }
}
`
}

/** What lies in the folder of the app for its host, and is no part of the app. */
export const HOST_FILES = ['_headers', '.htaccess']

/**
 * @param {readonly string[]} files paths in the folder of the app, `sw.js` among them
 * @returns {Readonly<Record<string, string>>} the text of each file of `HOST_FILES`
 */
export const filesForHosts = (files) => ({
  _headers: underscoreHeaders(files),
  '.htaccess': htaccess(),
})

/** Files that belong into the configuration of a server, by name. */
export const serverConfigurations = () => ({ 'nginx.conf': nginx(), Caddyfile: caddy() })

// Holds our tokens against the npm packages paseto and paseto-ts: each verifies what the other
// signed, all three sign the same text the same way, and each refuses what was tampered with.
// Usage: node interop.mjs DRYDOCK DIRECTORY
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import paseto from 'paseto';
import * as pasetoTs from 'paseto-ts/v4';

const { V4 } = paseto;
const [drydock, directory] = process.argv.slice(2);
const file = (name) => join(directory, name);
const run = (...flags) => execFileSync(drydock, ['token', ...flags], { encoding: 'utf8' }).trim();

const id = '00112233-4455-4677-8899-aabbccddeeff';
const kinds = {
  client: {
    footer: 'key-id:moor_client',
    flags: ['--id', id],
    claims: { aud: 'moor_connection', client_id: id, iss: 'moor' },
  },
  auth: { footer: 'key-id:moor_player', flags: ['--player', '#2'], claims: { player: '#2' } },
  host: {
    footer: 'key-id:moor_host',
    flags: ['--id', id, '--type', 'websocket'],
    claims: { host_id: id, host_type: 'websocket' },
  },
  worker: {
    footer: 'key-id:moor_worker',
    flags: ['--id', id, '--type', 'caf\u00e9 "curl"'],
    claims: { worker_id: id, worker_type: 'caf\u00e9 "curl"' },
  },
};

function makeKeys() {
  run('keygen', '--private-key', file('key'), '--public-key', file('pub'));
  const secretKey = createPrivateKey(readFileSync(file('key')));
  const publicKey = createPublicKey(readFileSync(file('pub')));
  const jwk = secretKey.export({ format: 'jwk' });
  const [seed, point] = [jwk.d, jwk.x].map((text) => Buffer.from(text, 'base64url'));
  return {
    secretKey,
    publicKey,
    tsSecret: 'k4.secret.' + Buffer.concat([seed, point]).toString('base64url'),
    tsPublic: 'k4.public.' + point.toString('base64url'),
  };
}

const keys = makeKeys();
const libraries = {
  paseto: {
    // The text itself, so that what is compared is the signature and not how JSON is spelled.
    sign: (text, footer) => V4.sign(Buffer.from(text), keys.secretKey, { footer }),
    verify: async (token) => {
      const { payload, footer } = await V4.verify(token, keys.publicKey, { complete: true });
      return { payload, footer: footer?.toString() };
    },
  },
  'paseto-ts': {
    sign: async (text, footer) =>
      pasetoTs.sign(keys.tsSecret, JSON.parse(text), { footer, addIat: false, addExp: false }),
    verify: async (token) => pasetoTs.verify(keys.tsPublic, token),
  },
};

const mint = (kind, profile) =>
  run('mint', '--kind', kind, '--profile', profile, '--private-key', file('key'), ...kinds[kind].flags);

function ourVerdict(kind, profile, token, ...flags) {
  const verify = ['token', 'verify', '-', '--json', '--kind', kind, '--profile', profile];
  const keyFile = ['--public-key', file('pub')];
  const { stdout, stderr } = spawnSync(drydock, [...verify, ...keyFile, ...flags], { input: token, encoding: 'utf8' });
  assert.equal(stderr, '');
  const { valid, reason } = JSON.parse(stdout);
  return valid ? 'valid' : reason;
}

const seconds = (time) => new Date(time).toISOString().replace('.000Z', 'Z');
function timed(claims, from, to) {
  const now = Math.floor(Date.now() / 1000) * 1000;
  const all = { ...claims, exp: seconds(now + to), iat: seconds(now + from), jti: id, nbf: seconds(now + from) };
  return Object.fromEntries(Object.entries(all).sort());
}

let checks = 0;
async function check(title, body) {
  await body();
  checks += 1;
  console.log(`ok ${title}`);
}

const hour = 3600_000;
for (const [name, library] of Object.entries(libraries)) {
  for (const [kind, { footer, claims }] of Object.entries(kinds)) {
    for (const profile of ['compatible', 'strict']) {
      await check(`${name} verifies our ${profile} ${kind} token`, async () => {
        const seen = await library.verify(mint(kind, profile));
        assert.equal(seen.footer, footer);
        const { exp, iat, nbf, jti, ...own } = seen.payload;
        assert.deepEqual(own, claims);
        assert.equal([exp, iat, nbf, jti].filter(Boolean).length, profile === 'strict' ? 4 : 0);
      });
      await check(`${name} refuses our ${profile} ${kind} token with a bit flipped`, async () => {
        const token = mint(kind, profile);
        const at = 30;
        const flipped = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
        await assert.rejects(async () => library.verify(flipped));
        assert.notEqual(ourVerdict(kind, profile, flipped), 'valid');
      });
    }
    await check(`we verify the ${kind} token of ${name}`, async () => {
      const token = await library.sign(JSON.stringify(timed(claims, 0, hour)), footer);
      assert.equal(ourVerdict(kind, 'strict', token), 'valid');
    });
    await check(`${name} and we agree that a ${kind} token has expired`, async () => {
      const expired = [...kinds[kind].flags, '--lifetime', '60', '--now', seconds(Date.now() - hour)];
      const token = run('mint', '--kind', kind, '--private-key', file('key'), ...expired);
      await assert.rejects(async () => library.verify(token));
      assert.equal(ourVerdict(kind, 'strict', token), 'expired');
    });
    await check(`${name} signs the compatible ${kind} token as we do, byte for byte`, async () => {
      assert.equal(await library.sign(JSON.stringify(claims), footer), mint(kind, 'compatible'));
    });
  }
  await check(`we refuse the tokens of ${name} that are not good`, async () => {
    const { claims, footer } = kinds.worker;
    const late = await library.sign(JSON.stringify(timed(claims, -2 * hour, hour)), footer);
    assert.equal(ourVerdict('worker', 'strict', late, '--now', seconds(Date.now() + 2 * hour)), 'expired');
    assert.equal(ourVerdict('worker', 'strict', late, '--now', seconds(Date.now() - 3 * hour)), 'not_yet_valid');
    assert.equal(ourVerdict('host', 'strict', late), 'wrong_footer');
    const other = '99999999-4455-4677-8899-aabbccddeeff';
    assert.equal(ourVerdict('worker', 'strict', late, '--id', other), 'other_holder');
    const endless = await library.sign(JSON.stringify(claims), footer);
    assert.equal(ourVerdict('worker', 'strict', endless), 'malformed');
    assert.equal(ourVerdict('worker', 'compatible', endless), 'valid');
  });
}
console.log(`node ${process.version}, paseto and paseto-ts: ${checks} checks passed, 0 failed`);

import type { ChannelHealth, HealthSnapshot } from '../../shared/health.ts';
import { formatAge, sinceIso } from '../../shared/text/format.ts';
import type { Words } from '../../shared/text/words.ts';
import { useStore } from '../context.ts';
import { type Glyph, StatusGlyph } from '../parts/icon.tsx';

/** Glyph and words of one channel. What the gateway did not say stays unknown. */
export function channelState(channel: ChannelHealth, words: Words): { readonly glyph: Glyph; readonly text: string } {
  if (channel.lastError !== null) return { glyph: 'degraded', text: channel.lastError };
  if (channel.configured === false) return { glyph: 'not-installed', text: words.overview.notConfigured };
  if (channel.enabled === false) return { glyph: 'stopped', text: words.overview.disabled };
  if (channel.connected === true) return { glyph: 'healthy', text: words.overview.connected };
  const why = channel.stateReason;
  if (channel.connected === false) return { glyph: 'degraded', text: why ?? words.overview.notConnected };
  if (channel.running === false) return { glyph: 'stopped', text: why ?? words.overview.notRunning };
  if (channel.running === true) return { glyph: 'healthy', text: words.overview.running };
  return { glyph: 'unknown', text: why ?? words.fact.notReported };
}

function ChannelRow({ channel }: { channel: ChannelHealth }) {
  const store = useStore();
  const words = store.words.value;
  const { glyph, text } = channelState(channel, words);
  const last = sinceIso(channel.lastInboundAt, store.now.value);
  const quiet = glyph === 'healthy' && last !== null;
  return (
    <li>
      <StatusGlyph glyph={glyph} />
      <span class="k-name">{channel.label}</span>
      <span class={`v sm ${glyph === 'degraded' ? 'tone-warn' : 't3'}`} title={text}>
        {quiet && <span class="only-wide">{words.overview.lastMessage}</span>}
        {quiet ? words.age.ago(formatAge(last, words.units)) : text}
        {quiet && <span class="vh">, {text}</span>}
      </span>
    </li>
  );
}

export function Channels({ health }: { health: HealthSnapshot }) {
  const words = useStore().words.value;
  const { channels } = health;
  return (
    <section class="sec">
      <h2>{words.overview.channels}</h2>
      {channels === null && <p class="empty">{words.overview.channelsUnread}</p>}
      {channels !== null && channels.length === 0 && <p class="empty">{words.overview.noChannels}</p>}
      {channels !== null && channels.length > 0 && (
        <ul class="rows">
          {channels.map((channel) => (
            <ChannelRow key={channel.id} channel={channel} />
          ))}
        </ul>
      )}
    </section>
  );
}

package io.pult.mtproto.updates;

import io.pult.mtproto.crypto.Entropy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Takes what was pushed and what own calls answered, tells each thing once and in order, and asks for what is missing, one
 * question at a time. All times are milliseconds of one clock that never goes back; {@link #tick} has to be called about twice
 * a second. Confined to one thread.
 *
 * @param <N> what is told
 */
public final class UpdateBoxes<N> {
    /** Channels of one account; more are not followed. */
    public static final int MOST_CHANNELS = 256;

    /** After so long without a word something is wrong with the pushes: pyrogram#916, and others. */
    static final long SILENCE = 15 * 60_000L;

    /** Unreadable updates are a reason to ask once in so long. */
    static final long UNREADABLE_PAUSE = 60_000;

    private static final long PAUSE = 1_000;
    private static final long DEFAULT_POLL = 60_000;
    private static final long LONGEST_POLL = 86_400_000;

    private enum Asking {
        NOTHING,
        STATE,
        DIFFERENCE,
        CHANNEL
    }

    private final Surroundings<N> surroundings;
    private final Consumer<N> told;
    private final Entropy entropy;
    private final Box<N> common = new Box<>(0);
    private final SeqLedger seqs = new SeqLedger();
    private final Map<Long, Channel<N>> channels = new LinkedHashMap<>(4);
    private boolean known;
    private int qts;
    private int date;
    private Asking asking = Asking.NOTHING;
    private long askedChannel;
    private long lastHeard;
    private long unreadableCountsFrom;
    private boolean changed;

    private static final class Channel<N> {
        final Box<N> box;
        final boolean polled;

        Channel(int pts, boolean polled) {
            box = new Box<>(pts);
            this.polled = polled;
        }
    }

    public UpdateBoxes(UpdatesMemory memory, Surroundings<N> surroundings, Entropy entropy, long now) {
        this.surroundings = surroundings;
        this.entropy = entropy;
        told = surroundings::happened;
        lastHeard = now;
        if (memory.state() != null) {
            restore(memory.state());
        }
        for (ChannelMark mark : memory.channels()) {
            var channel = new Channel<N>(mark.pts(), mark.polled());
            if (mark.polled()) {
                channel.box.retry.want();
            }
            channels.put(mark.channelId(), channel);
        }
    }

    /** What has to be kept; whole at any time between two calls. */
    public UpdatesMemory memory() {
        var marks = new ArrayList<ChannelMark>(channels.size());
        channels.forEach((id, channel) -> marks.add(new ChannelMark(id, channel.box.pts, channel.polled)));
        return new UpdatesMemory(known ? state() : null, marks);
    }

    /** Whether {@link #memory()} became another one since the last time this was asked. */
    public boolean changed() {
        boolean was = changed;
        changed = false;
        return was;
    }

    /**
     * @param pts from where on; 0 for whatever comes first
     * @param polled for a channel whose member the account is not: it is asked after as often as the server says
     * @return whether it is followed: no more than {@link #MOST_CHANNELS} are
     */
    public boolean follow(long channelId, int pts, boolean polled, long now) {
        Channel<N> before = channels.get(channelId);
        if (before == null && channels.size() >= MOST_CHANNELS) {
            return false;
        }
        if (before == null || before.polled != polled) {
            int from = before == null || before.box.pts == 0 ? pts : before.box.pts;
            var channel = new Channel<N>(from, polled);
            channels.put(channelId, channel);
            changed = true;
            if (from != 0 || polled) {
                channel.box.retry.want();
                pump(now);
            }
        }
        return true;
    }

    public void unfollow(long channelId) {
        changed |= channels.remove(channelId) != null;
    }

    /** Something may have been missed: after a connect, a new server session, {@code updatesTooLong}. */
    public void missed(long now) {
        common.retry.want();
        for (Channel<N> channel : channels.values()) {
            if (channel.box.pts != 0) {
                channel.box.retry.want();
            }
        }
        pump(now);
    }

    /** The server counts differently from now on: {@code updatePtsChanged}. */
    public void renew(long now) {
        if (asking == Asking.NOTHING || asking == Asking.CHANNEL) {
            known = false;
            missed(now);
        }
    }

    /** Something came that cannot be read. */
    public void unreadable(long now) {
        lastHeard = now;
        common.retry.wantAt(Math.max(now, unreadableCountsFrom));
        pump(now);
    }

    public void take(Envelope<N> envelope, long now) {
        lastHeard = now;
        SeqLedger.Verdict verdict = known && envelope.first() != 0
                ? seqs.take(envelope.first(), envelope.seq(), now)
                : SeqLedger.Verdict.NEW;
        if (verdict == SeqLedger.Verdict.OVERFLOW) {
            common.retry.want();
        }
        for (Step<N> step : envelope.steps()) {
            if (step.box() != Step.UNORDERED || verdict != SeqLedger.Verdict.KNOWN) {
                take(step, now);
            }
        }
        if (known && envelope.date() > date) {
            date = envelope.date();
            changed = true;
        }
        pump(now);
    }

    public void tick(long now) {
        if (now - lastHeard >= SILENCE) {
            lastHeard = now;
            missed(now);
        }
        if (asking != Asking.STATE && asking != Asking.DIFFERENCE && (common.overdue(now) || seqs.overdue(now))) {
            common.retry.want();
        }
        for (var each : channels.entrySet()) {
            Box<N> box = each.getValue().box;
            if (!asksAbout(each.getKey()) && box.overdue(now)) {
                box.retry.want();
            }
        }
        pump(now);
    }

    /** Where the account is now. What came before is not told: an account that is new here has no history to catch up with. */
    public void state(UpdateState state, long now) {
        if (asking == Asking.STATE) {
            restore(state);
            settle(now);
        }
    }

    public void difference(Difference<N> answer, long now) {
        if (asking != Asking.DIFFERENCE) {
            return;
        }
        lastHeard = now;
        changed = true;
        if (answer instanceof Difference.Empty<N> empty) {
            date = empty.date();
            seqs.moveTo(empty.seq());
            settle(now);
        } else if (answer instanceof Difference.Part<N> part) {
            boolean stuck = !part.last()
                    && part.state().pts() <= common.pts
                    && part.steps().isEmpty();
            restore(part.state());
            part.steps().forEach(step -> caughtUp(step, Step.COMMON, now));
            if (part.last()) {
                settle(now);
            } else if (stuck) {
                startAnew(now);
            } else {
                asking = Asking.NOTHING;
                common.retry.goOn();
                pump(now);
            }
        } else if (answer instanceof Difference.TooLong<N> tooLong) {
            surroundings.updatesLost(Step.COMMON);
            if (tooLong.pts() <= common.pts) {
                startAnew(now);
            } else {
                common.pts = tooLong.pts();
                asking = Asking.NOTHING;
                common.retry.goOn();
                pump(now);
            }
        }
    }

    public void channelDifference(long channelId, Difference.OfChannel<N> answer, long now) {
        if (!asksAbout(channelId)) {
            return;
        }
        asking = Asking.NOTHING;
        Channel<N> channel = channels.get(channelId);
        if (channel != null) {
            lastHeard = now;
            changed = true;
            Retry retry = channel.box.retry;
            retry.answered();
            boolean more = !answer.last() && answer.pts() > channel.box.pts;
            if (answer.lost()) {
                surroundings.updatesLost(channelId);
            }
            channel.box.pts = answer.pts();
            answer.steps().forEach(step -> caughtUp(step, channelId, now));
            if (more) {
                retry.goOn();
            } else {
                if (channel.box.moveTo(answer.pts(), now, told)) {
                    surroundings.updatesLost(channelId);
                }
                if (channel.polled) {
                    retry.wantAt(now + pollPause(answer.timeout()));
                }
            }
        }
        pump(now);
    }

    /** The question that was asked last has no answer. */
    public void failed(Refusal refusal, long retryAfter, long now) {
        Asking asked = asking;
        asking = Asking.NOTHING;
        if (asked == Asking.CHANNEL) {
            channelFailed(refusal, retryAfter, now);
        } else if (asked == Asking.DIFFERENCE && refusal == Refusal.NO_SUCH_STATE) {
            surroundings.updatesLost(Step.COMMON);
            startAnew(now);
            return;
        } else if (asked != Asking.NOTHING) {
            common.retry.failed(now, retryAfter, entropy);
        }
        pump(now);
    }

    private void channelFailed(Refusal refusal, long retryAfter, long now) {
        Channel<N> channel = channels.get(askedChannel);
        if (channel == null) {
            return;
        }
        switch (refusal) {
            case CHANNEL_UNAVAILABLE -> {
                channels.remove(askedChannel);
                changed = true;
                surroundings.channelUnavailable(askedChannel);
            }
            case NO_SUCH_STATE -> {
                // Whatever it pushes next decides where it goes on.
                channel.box.moveTo(0, now, told);
                channel.box.retry.forget();
                if (channel.polled) {
                    channel.box.retry.wantAt(now + DEFAULT_POLL);
                }
                changed = true;
                surroundings.updatesLost(askedChannel);
            }
            case LATER -> {
                boolean again = channel.box.retry.failed(now, retryAfter, entropy);
                if (!again && channel.polled) {
                    channel.box.retry.wantAt(now + DEFAULT_POLL);
                }
            }
        }
    }

    private void take(Step<N> step, long now) {
        if (step.box() == Step.UNORDERED) {
            tell(step);
        } else if (step.box() == Step.SECRET) {
            qts = Math.max(qts, step.pts());
            changed = true;
        } else if (step.box() == Step.COMMON) {
            boolean answered = known && asking != Asking.DIFFERENCE;
            if (!common.take(step, answered, now, told)) {
                common.retry.want();
            }
            changed = true;
        } else {
            takeOfChannel(step, now);
        }
    }

    private void takeOfChannel(Step<N> step, long now) {
        Channel<N> channel = channels.get(step.box());
        if (channel == null) {
            // Nobody follows it: told as it comes, with nothing to compare it to.
            tell(step);
            return;
        }
        changed = true;
        boolean holds = step.pts() != Step.TOO_LONG && channel.box.take(step, !asksAbout(step.box()), now, told);
        if (!holds) {
            channel.box.retry.want();
        }
    }

    /** A difference was made for the box that it answers, so its steps need no check there. */
    private void caughtUp(Step<N> step, long box, long now) {
        if (step.box() == box) {
            tell(step);
        } else {
            take(step, now);
        }
    }

    private void tell(Step<N> step) {
        if (step.news() != null) {
            told.accept(step.news());
        }
    }

    private void settle(long now) {
        asking = Asking.NOTHING;
        common.retry.answered();
        if (common.moveTo(common.pts, now, told)) {
            surroundings.updatesLost(Step.COMMON);
        }
        seqs.moveTo(seqs.seq);
        pump(now);
    }

    private void startAnew(long now) {
        known = false;
        asking = Asking.NOTHING;
        common.retry.goOn();
        pump(now);
    }

    private void restore(UpdateState state) {
        known = true;
        common.pts = state.pts();
        qts = state.qts();
        date = state.date();
        seqs.seq = state.seq();
        changed = true;
    }

    private UpdateState state() {
        return new UpdateState(common.pts, qts, date, seqs.seq);
    }

    private boolean asksAbout(long channelId) {
        return asking == Asking.CHANNEL && askedChannel == channelId;
    }

    private void pump(long now) {
        if (asking != Asking.NOTHING) {
            return;
        }
        if (common.retry.due(now)) {
            common.retry.asked(now, PAUSE);
            unreadableCountsFrom = now + UNREADABLE_PAUSE;
            asking = known ? Asking.DIFFERENCE : Asking.STATE;
            if (known) {
                surroundings.askDifference(state());
            } else {
                surroundings.askState();
            }
            return;
        }
        for (var each : channels.entrySet()) {
            Box<N> box = each.getValue().box;
            if (box.retry.due(now)) {
                box.retry.asked(now, PAUSE);
                asking = Asking.CHANNEL;
                askedChannel = each.getKey();
                // 1 is before everything: the server answers with the newest and its pts.
                surroundings.askChannelDifference(askedChannel, Math.max(1, box.pts));
                return;
            }
        }
    }

    private static long pollPause(int seconds) {
        return seconds <= 0 ? DEFAULT_POLL : Math.min(seconds * 1_000L, LONGEST_POLL);
    }
}

package io.pult.telegram;

import io.pult.infra.Lease;
import io.pult.mtproto.ClientLoop;
import io.pult.mtproto.session.Ticks;
import io.vertx.core.Vertx;
import java.time.InstantSource;

/**
 * What the sessions of a node share.
 *
 * @param clock by which waits end that Telegram orders
 * @param ticks the same as those of the engine
 */
record SessionParts(
        Vertx vertx,
        Lease lease,
        SessionStore store,
        FloodStore floods,
        WatchStore watches,
        SessionSaves saves,
        Recall recall,
        ClientPlans plans,
        SessionNews news,
        ClientLoop loop,
        Rest.Times rest,
        InstantSource clock,
        Ticks ticks) {}

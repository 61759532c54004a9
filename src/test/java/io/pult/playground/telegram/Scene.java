package io.pult.playground.telegram;

import io.pult.playground.telegram.schema.TlObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A world with two people in it, whose time goes when it is told to. */
final class Scene {
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final List<Runnable> late = new ArrayList<>();
    final World world = new World(() -> now, new Random(7));
    final WorldApi api = new WorldApi(world, (delay, task) -> late.add(task));
    final Account ada =
            world.add(AccountSpec.of("79990000001").named("Ada", "L").withUsername("ada_l"));
    final Account bob = world.add(AccountSpec.of("79990000002").named("Bob", "").withUsername("bobby"));

    Device device(int layer) {
        return Device.of(api, layer, 2);
    }

    /** A device of layer 204 that is signed in and listens. */
    Device signedIn(Account account) {
        return signedIn(account, 204);
    }

    Device signedIn(Account account, int layer) {
        Device device = device(layer);
        device.signIn(world, account);
        device.ask("updates.getState");
        return device;
    }

    void passes(Duration time) {
        now = now.plus(time);
    }

    int seconds() {
        return (int) now.getEpochSecond();
    }

    /** Runs what was put off. */
    void later() {
        late.forEach(Runnable::run);
        late.clear();
    }

    TlObject userSeenBy(Account viewer, Account who) {
        return TlObject.of("inputPeerUser", "user_id", who.id(), "access_hash", world.accessHash(viewer, who.id()));
    }

    TlObject channelSeenBy(Account viewer, Channel channel) {
        return TlObject.of("inputPeerChannel")
                .with("channel_id", channel.id())
                .with("access_hash", world.accessHash(viewer, -channel.id()));
    }

    TlObject inputChannel(Account viewer, Channel channel) {
        return TlObject.of("inputChannel")
                .with("channel_id", channel.id())
                .with("access_hash", world.accessHash(viewer, -channel.id()));
    }
}

package io.pult.playground.telegram;

import io.pult.mtproto.tl.TlReader;
import io.pult.playground.telegram.schema.Schema;
import io.pult.playground.telegram.schema.TlObject;
import java.util.List;

/** {@code users.*}. */
final class UsersMethods {
    private static final int SELF = Schema.of(204).id("inputUserSelf");

    private final World world;
    private final Peers peers;

    private UsersMethods(World world) {
        this.world = world;
        this.peers = new Peers(world);
    }

    static List<Method> of(World world) {
        var methods = new UsersMethods(world);
        return List.of(
                Method.of("users.getUsers", methods::users), //
                Method.of("users.getFullUser", methods::fullUser));
    }

    private Object users(Call call) {
        if (isSelf(call)) {
            return self(call);
        }
        var faces = new Faces(world, call.account());
        return call.objects("id").stream()
                .map(each -> faces.user(peers.user(call.account(), each)))
                .toList();
    }

    /** The smallest real question that there is, asked as often as a benchmark can. */
    private static boolean isSelf(Call call) {
        if (call.length() != 12) {
            return false;
        }
        TlReader in = call.raw(12);
        return in.count(4) == 1 && in.int32() == SELF;
    }

    private Method.Encoded self(Call call) {
        Account account = call.account();
        Key.OwnFace known = call.key().ownFace();
        // Online ends by itself, without a change; the answer says until when, and that stays true.
        if (known == null || !known.isOf(call.schema(), account)) {
            TlObject user = new Faces(world, account).user(account);
            var answer = new Method.Encoded(call.schema().answer("users.getUsers", List.of(user)));
            known = new Key.OwnFace(call.schema(), account.revision(), answer);
            call.key().ownFace(known);
        }
        return known.answer();
    }

    private Object fullUser(Call call) {
        Account account = call.account();
        Account who = peers.user(account, call.object("id"));
        TlObject full = TlObject.of("userFull")
                .with("id", who.id())
                .with("about", who.about().isEmpty() ? null : who.about())
                .with("can_pin_message", true);
        TlObject user = new Faces(world, account).user(who);
        return TlObject.of("users.userFull", "full_user", full, "users", List.of(user));
    }
}

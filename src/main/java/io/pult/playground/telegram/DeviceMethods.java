package io.pult.playground.telegram;

import io.pult.playground.telegram.schema.TlObject;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The devices that are signed in as an account, and how one comes to be in the other data centre, too. */
final class DeviceMethods {
    private final World world;
    private final SignIns signIns;
    private final Map<String, Exported> exported = new HashMap<>();

    private record Exported(Account account, int dc, int good) {}

    private DeviceMethods(World world) {
        this.world = world;
        this.signIns = new SignIns(world);
    }

    static List<Method> of(World world) {
        var methods = new DeviceMethods(world);
        return List.of(
                Method.of("account.getAuthorizations", methods::devices),
                Method.of("account.resetAuthorization", methods::reset),
                Method.of("auth.resetAuthorizations", methods::resetOthers),
                Method.of("auth.exportAuthorization", methods::export),
                Method.open("auth.importAuthorization", methods::importAuthorization),
                Method.open("auth.bindTempAuthKey", DeviceMethods::notImplemented),
                Method.open("auth.dropTempAuthKeys", call -> true),
                Method.open("auth.importBotAuthorization", DeviceMethods::noBots));
    }

    private Object devices(Call call) {
        List<TlObject> devices = call.account().keys().stream()
                .map(each -> device(each, call.key()))
                .toList();
        return TlObject.of("account.authorizations", "authorization_ttl_days", 180, "authorizations", devices);
    }

    static TlObject device(Key key, Key current) {
        Query.App app = key.app();
        TlObject device = TlObject.of("authorization")
                .with("current", key == current)
                .with("hash", key == current ? 0L : key.hash())
                .with("platform", "loopback")
                .with("date_created", key.since())
                .with("date_active", key.active())
                .with("ip", "127.0.0.1")
                .with("country", "NL")
                .with("region", "");
        return app == null
                ? device
                : device.with("device_model", app.device())
                        .with("system_version", app.system())
                        .with("app_version", app.version())
                        .with("app_name", "stand-in")
                        .with("api_id", app.apiId());
    }

    private Object reset(Call call) {
        long hash = call.int64("hash");
        for (Key each : List.copyOf(call.account().keys())) {
            if (each.hash() == hash && each != call.key()) {
                each.revoke();
                return true;
            }
        }
        throw RpcRefusal.bad("HASH_INVALID");
    }

    private Object resetOthers(Call call) {
        List.copyOf(call.account().keys()).stream()
                .filter(each -> each != call.key())
                .forEach(Key::revoke);
        return true;
    }

    private Object export(Call call) {
        int dc = call.int32("dc_id");
        if (dc == call.caller().dc() || !world.ports().containsKey(dc)) {
            throw RpcRefusal.bad("DC_ID_INVALID");
        }
        byte[] bytes = world.bytes(128);
        exported.put(
                HexFormat.of().formatHex(bytes),
                new Exported(call.account(), dc, world.now() + world.habits().codeSeconds()));
        return TlObject.of("auth.exportedAuthorization", "id", call.account().id(), "bytes", bytes);
    }

    private Object importAuthorization(Call call) {
        Exported found =
                exported.remove(HexFormat.of().formatHex(call.arguments().bytes("bytes")));
        if (found == null
                || found.dc() != call.caller().dc()
                || found.good() < world.now()
                || found.account().id() != call.int64("id")) {
            throw RpcRefusal.bad("AUTH_BYTES_INVALID");
        }
        call.key().signIn(found.account(), world.now());
        return signIns.authorization(found.account());
    }

    private static Object notImplemented(Call call) {
        throw new RpcRefusal(500, "NOT_IMPLEMENTED");
    }

    private static Object noBots(Call call) {
        throw RpcRefusal.bad("ACCESS_TOKEN_INVALID");
    }
}

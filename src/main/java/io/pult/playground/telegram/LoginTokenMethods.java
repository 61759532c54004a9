package io.pult.playground.telegram;

import io.pult.playground.telegram.schema.TlObject;
import java.util.List;

/** Signing in with a QR code (core.telegram.org/api/qr-login). */
final class LoginTokenMethods {
    private final World world;
    private final SignIns signIns;

    private LoginTokenMethods(World world) {
        this.world = world;
        this.signIns = new SignIns(world);
    }

    static List<Method> of(World world) {
        var methods = new LoginTokenMethods(world);
        return List.of(
                Method.open("auth.exportLoginToken", methods::export),
                Method.open("auth.importLoginToken", methods::importToken),
                Method.writing("auth.acceptLoginToken", methods::accept));
    }

    /** A new token, or what became of the last one when somebody has accepted it. */
    private Object export(Call call) {
        if (call.int32("api_id") <= 0 || call.text("api_hash").isEmpty()) {
            throw RpcRefusal.bad("API_ID_INVALID");
        }
        LoginTokens.Token accepted = world.loginTokens().accepted(call.key());
        if (accepted != null) {
            return success(call, accepted);
        }
        LoginTokens.Token token = world.loginTokens().show(call.key());
        return TlObject.of("auth.loginToken", "expires", token.good(), "token", token.value());
    }

    private Object importToken(Call call) {
        LoginTokens.Token token = world.loginTokens().required(call.arguments().bytes("token"));
        if (token.acceptedBy() == null) {
            throw RpcRefusal.bad("AUTH_TOKEN_INVALID");
        }
        return success(call, token);
    }

    private TlObject success(Call call, LoginTokens.Token token) {
        Account account = token.acceptedBy();
        if (account == null) {
            throw RpcRefusal.bad("AUTH_TOKEN_INVALID");
        }
        if (account.home() != call.caller().dc()) {
            return TlObject.of("auth.loginTokenMigrateTo", "dc_id", account.home(), "token", token.value());
        }
        world.loginTokens().used(token);
        return TlObject.of("auth.loginTokenSuccess", "authorization", signIns.proceed(call, account));
    }

    private Object accept(Call call) {
        LoginTokens.Token token = world.loginTokens().required(call.arguments().bytes("token"));
        if (token.acceptedBy() != null) {
            throw RpcRefusal.bad("AUTH_TOKEN_ALREADY_ACCEPTED");
        }
        world.loginTokens().accept(token, call.account());
        return DeviceMethods.device(token.shownBy(), call.key());
    }
}

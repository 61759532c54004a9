package io.pult.playground.telegram;

import io.pult.playground.telegram.schema.TlObject;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Signing in with a code (core.telegram.org/api/auth), signing up and logging out. */
final class CodeMethods {
    private final World world;
    private final SignIns signIns;
    /** By token of a logout: whoever shows one signs in without a code, once. */
    private final Map<String, Account> loggedOut = new ConcurrentHashMap<>();

    private CodeMethods(World world) {
        this.world = world;
        this.signIns = new SignIns(world);
    }

    static List<Method> of(World world) {
        var methods = new CodeMethods(world);
        return List.of(
                Method.open("auth.sendCode", methods::sendCode),
                Method.open("auth.resendCode", methods::resendCode),
                Method.open("auth.cancelCode", methods::cancelCode),
                Method.open("auth.signIn", methods::signIn),
                Method.open("auth.signUp", methods::signUp),
                Method.of("auth.logOut", methods::logOut));
    }

    private Object sendCode(Call call) {
        String phone = phone(call);
        if (call.int32("api_id") <= 0 || call.text("api_hash").isEmpty()) {
            throw RpcRefusal.bad("API_ID_INVALID");
        }
        Account account = world.accounts().withPhone(phone);
        if (account == null) {
            return sent(call, phone, 5, Codes.Way.SMS);
        }
        if (account.standing() == Account.Standing.BANNED) {
            throw RpcRefusal.bad("PHONE_NUMBER_BANNED");
        }
        if (account.home() != call.caller().dc()) {
            throw new RpcRefusal(303, "PHONE_MIGRATE_" + account.home());
        }
        if (isKnown(call.object("settings"), account)) {
            return TlObject.of("auth.sentCodeSuccess", "authorization", signIns.proceed(call, account));
        }
        return sent(call, phone, account.codeLength(), account.keys().isEmpty() ? Codes.Way.SMS : Codes.Way.APP);
    }

    private TlObject sent(Call call, String phone, int length, Codes.Way way) {
        return sent(world.codes().send(phone, call.key(), length, way));
    }

    private TlObject sent(Codes.Sent sent) {
        Codes.Way next = sent.next();
        return TlObject.of("auth.sentCode")
                .with("type", TlObject.of("auth.sentCodeType" + word(sent.way()), "length", sent.length()))
                .with("phone_code_hash", sent.hash())
                .with("next_type", next == null ? null : TlObject.of("auth.codeType" + word(next)))
                .with("timeout", next == null ? null : world.habits().codeTimeout());
    }

    private Object resendCode(Call call) {
        return sent(world.codes().resend(phone(call), call.key(), call.text("phone_code_hash")));
    }

    private Object cancelCode(Call call) {
        world.codes().cancel(phone(call), call.key(), call.text("phone_code_hash"));
        return true;
    }

    private Object signIn(Call call) {
        String phone = phone(call);
        @Nullable String code = (String) call.arguments().find("phone_code");
        Codes.Sent sent =
                world.codes().check(phone, call.key(), call.text("phone_code_hash"), code == null ? "" : code);
        Account account = world.accounts().withPhone(phone);
        if (account != null) {
            TlObject authorization = signInOnce(call, phone, account);
            return authorization;
        }
        if (!world.habits().signUp()) {
            throw RpcRefusal.bad("PHONE_NUMBER_UNOCCUPIED");
        }
        sent.confirm();
        return TlObject.of("auth.authorizationSignUpRequired");
    }

    /** A code is used up by the one who gets in, and by the one who only needs the password now. */
    private TlObject signInOnce(Call call, String phone, Account account) {
        try {
            TlObject authorization = signIns.proceed(call, account);
            world.codes().used(phone);
            return authorization;
        } catch (RpcRefusal refusal) {
            if (refusal.text().equals("SESSION_PASSWORD_NEEDED")) {
                world.codes().used(phone);
            }
            throw refusal;
        }
    }

    private Object signUp(Call call) {
        String phone = phone(call);
        Codes.Sent sent = world.codes().required(phone, call.key(), call.text("phone_code_hash"));
        if (world.accounts().withPhone(phone) != null) {
            throw RpcRefusal.bad("PHONE_NUMBER_OCCUPIED");
        }
        if (!sent.confirmed()) {
            throw RpcRefusal.bad("PHONE_CODE_INVALID");
        }
        if (call.text("first_name").isBlank()) {
            throw RpcRefusal.bad("FIRSTNAME_INVALID");
        }
        world.codes().used(phone);
        Account account = world.add(
                AccountSpec.of(phone).at(call.caller().dc()).named(call.text("first_name"), call.text("last_name")));
        return signIns.complete(call, account);
    }

    private Object logOut(Call call) {
        byte[] token = world.bytes(32);
        loggedOut.put(HexFormat.of().formatHex(token), call.account());
        call.key().signOut();
        return TlObject.of("auth.loggedOut", "future_auth_token", token);
    }

    private boolean isKnown(TlObject settings, Account account) {
        if (!settings.has("logout_tokens")) {
            return false;
        }
        for (Object token : new ArrayList<Object>((List<?>) settings.get("logout_tokens"))) {
            if (loggedOut.remove(HexFormat.of().formatHex((byte[]) token), account)) {
                return true;
            }
        }
        return false;
    }

    private static String phone(Call call) {
        String digits = call.text("phone_number").replaceAll("[+ ()-]", "");
        if (!digits.matches("\\d{5,15}")) {
            throw RpcRefusal.bad("PHONE_NUMBER_INVALID");
        }
        return digits;
    }

    /** As the schema ends the names of constructors. */
    private static String word(Codes.Way way) {
        String name = way.name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }
}

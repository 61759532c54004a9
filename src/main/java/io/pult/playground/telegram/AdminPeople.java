package io.pult.playground.telegram;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * People.
 *
 * <pre>{@code
 * POST accounts                    {phone, first_name?, last_name?, username?, password?, home?: 1|2, code_length?,
 *                                   premium?, contacts?: [phones]}: contacts know each other then
 * GET  accounts/{phone}            {id, home, pts, seq, devices, code: the last one that it waits for, or null}
 * POST accounts/{phone}/standing   {standing: good|frozen|banned|deactivated}
 * POST accounts/{phone}/home       {home: 1|2}
 * POST accounts/{phone}/online     {seconds}; 0 is offline from now on
 * POST accounts/{phone}/shown      {shown: exactly|recently|last_week|last_month|not}: what others see of its presence
 * POST accounts/{phone}/scan       the person's app scans the QR code that was shown last
 * POST messages                    {from, to, text}: by phone
 * }</pre>
 */
final class AdminPeople {
    private static final int A_YEAR = 31_536_000;

    private final World world;

    AdminPeople(World world) {
        this.world = world;
    }

    void mount(Router router) {
        router.post("/stand-in/accounts").handler(AdminServer.answer((context, in) -> add(in)));
        router.get("/stand-in/accounts/:phone").handler(AdminServer.answer((context, in) -> tell(context)));
        router.post("/stand-in/accounts/:phone/standing").handler(AdminServer.answer(this::standing));
        router.post("/stand-in/accounts/:phone/home").handler(AdminServer.answer(this::home));
        router.post("/stand-in/accounts/:phone/online").handler(AdminServer.answer(this::online));
        router.post("/stand-in/accounts/:phone/shown").handler(AdminServer.answer(this::shown));
        router.post("/stand-in/accounts/:phone/scan").handler(AdminServer.answer(this::scan));
        router.post("/stand-in/messages").handler(AdminServer.answer((context, in) -> message(in)));
    }

    /** Whoever has the phone. */
    static Account person(World world, String phone) {
        Account account = world.account(phone);
        if (account == null) {
            throw new IllegalArgumentException("nobody here has the phone " + phone);
        }
        return account;
    }

    private JsonObject add(AdminRequest in) {
        AccountSpec spec = AccountSpec.of(in.required("phone"))
                .named(in.text("first_name", "Somebody"), in.text("last_name", ""))
                .withUsername(in.text("username"))
                .withPassword(in.text("password"))
                .at(in.number("home", 2, 1, 2))
                .withCodeLength(in.number("code_length", 5, 1, 9))
                .withPremium(in.flag("premium"));
        @Nullable List<String> contacts = in.texts("contacts");
        in.nothingElse();
        List<Account> known = contacts == null
                ? List.of()
                : contacts.stream().map(each -> person(world, each)).toList();
        Account account = world.add(spec);
        known.forEach(each -> world.befriend(account, each));
        return world.describe(account);
    }

    private JsonObject tell(RoutingContext context) {
        return world.describe(named(context));
    }

    private JsonObject standing(RoutingContext context, AdminRequest in) {
        Account.Standing standing = in.word("standing", Account.Standing.class);
        in.nothingElse();
        world.stands(named(context), standing);
        return new JsonObject();
    }

    private JsonObject home(RoutingContext context, AdminRequest in) {
        int home = in.number("home", 2, 1, 2);
        in.nothingElse();
        world.move(named(context), home);
        return new JsonObject();
    }

    private JsonObject online(RoutingContext context, AdminRequest in) {
        int seconds = in.number("seconds", 0, 0, A_YEAR);
        in.nothingElse();
        if (seconds == 0) {
            world.offline(named(context));
        } else {
            world.online(named(context), seconds);
        }
        return new JsonObject();
    }

    private JsonObject shown(RoutingContext context, AdminRequest in) {
        Presence.Shown shown = in.word("shown", Presence.Shown.class);
        in.nothingElse();
        world.shows(named(context), shown);
        return new JsonObject();
    }

    private JsonObject scan(RoutingContext context, AdminRequest in) {
        in.nothingElse();
        world.scan(context.pathParam("phone"));
        return new JsonObject();
    }

    private JsonObject message(AdminRequest in) {
        Account from = person(world, in.required("from"));
        Account to = person(world, in.required("to"));
        String text = in.required("text");
        in.nothingElse();
        world.tell(from, to, text);
        return new JsonObject();
    }

    private Account named(RoutingContext context) {
        return person(world, context.pathParam("phone"));
    }
}

package io.pult.playground.telegram;

import io.pult.playground.telegram.dc.DataCentre;
import io.pult.playground.telegram.dc.Fault;
import io.pult.playground.telegram.dc.PublicKey;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong, and what happened.
 *
 * <pre>{@code
 * GET  about            {data_centres: [{id, port}], key: {pem, modulus, exponent, fingerprint}}
 * GET  executions       {executions: [{user, random_id, message, arrivals}]}; numbers of 64 bits are texts
 * GET  calls            how often each method was executed
 * GET  duplicates       {duplicates: [{dc, key, first_port, second_port}]}: keys that were used from two connections
 * GET  gaps             {gaps: [{dc, key, left_at, back_at}]}: when each key was last without a connection, in milliseconds
 * GET  sessions         {data_centres: [{id, connections, open, keys, sessions, executed, repeated, refused, superseded, …}]}
 * POST errors           {code, text, method?, phone?, times?}: the next calls are refused
 * POST delays           {millis, method?, phone?, times?}: executed, and answered later
 * POST silences         {executed, method?, phone?, times?}: never answered, whether executed or not
 * POST pushes           {phone, kind: drop|duplicate|reverse|too_long, times?}
 * POST skip             {phone, pts}: the account's pts moves without a word
 * GET  presence         {told}: status updates that were sent
 * POST presence-rate    {per_second}
 * POST faults           {kind, dc?: 1|2, times?: 0 for each, value?, phone?}: of the message layer, by the names of Fault;
 *                       with a phone only on the connection that the account has now
 * POST salts            {dc?}: whoever uses the old one is told
 * POST restart          {dc?, remembering?}: every connection is reset, and it listens again; what it knew of sessions
 *                       and they did not acknowledge is gone, unless it is remembering
 * PUT  habits           {difference_slice?, difference_most?, sign_up?}
 * POST reset            nothing ordered
 * }</pre>
 */
final class AdminOrders {
    private static final int MOST = 1_000_000;

    private final TelegramStandIn standIn;
    private final World world;

    AdminOrders(TelegramStandIn standIn) {
        this.standIn = standIn;
        this.world = standIn.world();
    }

    void mount(Router router) {
        router.get("/stand-in/about").handler(AdminServer.answer((context, in) -> about()));
        router.get("/stand-in/executions").handler(AdminServer.answer((context, in) -> executions()));
        router.get("/stand-in/calls").handler(AdminServer.answer((context, in) -> calls()));
        router.get("/stand-in/duplicates").handler(AdminServer.answer((context, in) -> duplicates()));
        router.get("/stand-in/gaps").handler(AdminServer.answer((context, in) -> gaps()));
        router.get("/stand-in/sessions").handler(AdminServer.answer((context, in) -> sessions()));
        router.post("/stand-in/errors").handler(AdminServer.answer(this::refuse));
        router.post("/stand-in/delays").handler(AdminServer.answer(this::delay));
        router.post("/stand-in/silences").handler(AdminServer.answer(this::silence));
        router.post("/stand-in/pushes").handler(AdminServer.answer(this::push));
        router.post("/stand-in/skip").handler(AdminServer.answer(this::skip));
        router.get("/stand-in/presence")
                .handler(AdminServer.answer((context, in) -> new JsonObject().put("told", world.presenceTold())));
        router.post("/stand-in/presence-rate").handler(AdminServer.answer(this::presenceRate));
        router.post("/stand-in/faults").handler(AdminServer.answer(this::fault));
        router.post("/stand-in/salts").handler(AdminServer.answer(this::salts));
        router.post("/stand-in/restart").handler(AdminServer.answerLater(this::restart));
        router.put("/stand-in/habits").handler(AdminServer.answer(this::habits));
        router.post("/stand-in/reset").handler(AdminServer.answer((context, in) -> reset()));
    }

    private JsonObject about() {
        PublicKey key = standIn.dataCentre(2).publicKey();
        var dataCentres = new JsonArray();
        standIn.dataCentres()
                .forEach(each ->
                        dataCentres.add(new JsonObject().put("id", each.id()).put("port", each.port())));
        return new JsonObject()
                .put("data_centres", dataCentres)
                .put(
                        "key",
                        new JsonObject()
                                .put("pem", key.pem())
                                .put("modulus", key.modulus())
                                .put("exponent", key.exponent())
                                .put("fingerprint", "%016x".formatted(key.fingerprint())));
    }

    private JsonObject executions() {
        var list = new JsonArray();
        world.executions()
                .forEach(each -> list.add(new JsonObject()
                        .put("user", Long.toString(each.user()))
                        .put("random_id", Long.toString(each.randomId()))
                        .put("message", each.message())
                        .put("arrivals", each.arrivals())));
        return new JsonObject().put("executions", list);
    }

    private JsonObject calls() {
        var counts = new JsonObject();
        world.calls().forEach(counts::put);
        return counts;
    }

    private JsonObject duplicates() {
        var list = new JsonArray();
        for (DataCentre dc : standIn.dataCentres()) {
            dc.duplicates()
                    .forEach(each -> list.add(new JsonObject()
                            .put("dc", dc.id())
                            .put("key", Long.toHexString(each.authKeyId()))
                            .put("first_port", each.firstPort())
                            .put("second_port", each.secondPort())));
        }
        return new JsonObject().put("duplicates", list);
    }

    private JsonObject gaps() {
        var list = new JsonArray();
        for (DataCentre dc : standIn.dataCentres()) {
            dc.gaps()
                    .forEach(each -> list.add(new JsonObject()
                            .put("dc", dc.id())
                            .put("key", Long.toHexString(each.authKeyId()))
                            .put("left_at", each.leftAt())
                            .put("back_at", each.backAt())));
        }
        return new JsonObject().put("gaps", list);
    }

    private JsonObject sessions() {
        var list = new JsonArray();
        standIn.dataCentres()
                .forEach(each -> list.add(JsonObject.mapFrom(each.counts()).put("id", each.id())));
        return new JsonObject().put("data_centres", list);
    }

    private JsonObject refuse(RoutingContext context, AdminRequest in) {
        return order(in, new Order.Effect.Refused(in.number("code", 400, -1_000, 1_000), in.required("text")));
    }

    private JsonObject delay(RoutingContext context, AdminRequest in) {
        return order(in, new Order.Effect.Late(in.number("millis", 1_000, 1, MOST)));
    }

    private JsonObject silence(RoutingContext context, AdminRequest in) {
        return order(in, in.flag("executed") ? new Order.Effect.Unanswered() : new Order.Effect.Lost());
    }

    private JsonObject order(AdminRequest in, Order.Effect effect) {
        @Nullable String method = in.text("method");
        @Nullable String phone = in.text("phone");
        int times = in.number("times", 1, 1, MOST);
        in.nothingElse();
        if (method != null && !standIn.knows(method)) {
            throw new IllegalArgumentException(method + " is not a method of this stand-in");
        }
        if (phone != null) {
            AdminPeople.person(world, phone);
        }
        world.order(new Order(method, phone, effect), times);
        return new JsonObject();
    }

    private JsonObject push(RoutingContext context, AdminRequest in) {
        Account account = AdminPeople.person(world, in.required("phone"));
        PushOrder kind = in.word("kind", PushOrder.class);
        int times = in.number("times", 1, 1, MOST);
        in.nothingElse();
        world.order(account, kind, times);
        return new JsonObject();
    }

    private JsonObject skip(RoutingContext context, AdminRequest in) {
        Account account = AdminPeople.person(world, in.required("phone"));
        int pts = in.number("pts", 1, 1, MOST);
        in.nothingElse();
        world.skip(account, pts);
        return new JsonObject();
    }

    private JsonObject presenceRate(RoutingContext context, AdminRequest in) {
        int rate = in.number("per_second", 0, 0, MOST);
        in.nothingElse();
        standIn.presenceRate(rate);
        return new JsonObject();
    }

    private JsonObject fault(RoutingContext context, AdminRequest in) {
        Fault kind = in.word("kind", Fault.class);
        DataCentre dc = standIn.dataCentre(in.number("dc", 2, 1, 2));
        int times = in.number("times", 1, 0, MOST);
        int value = in.number("value", 0, Integer.MIN_VALUE, Integer.MAX_VALUE);
        @Nullable String phone = in.text("phone");
        in.nothingElse();
        if (phone != null) {
            connections(dc, AdminPeople.person(world, phone))
                    .forEach(port -> dc.faults().on(port, times, kind, value));
        } else if (times == 0) {
            dc.faults().always(kind, value);
        } else {
            dc.faults().next(times, kind, value);
        }
        return new JsonObject();
    }

    private List<Integer> connections(DataCentre dc, Account account) {
        List<Integer> ports = world.keys(account, dc.id()).stream()
                .map(dc::clientPort)
                .filter(port -> port != 0)
                .toList();
        if (ports.isEmpty()) {
            throw new IllegalArgumentException(account.phone() + " has no connection to data centre " + dc.id());
        }
        return ports;
    }

    private JsonObject salts(RoutingContext context, AdminRequest in) {
        DataCentre dc = standIn.dataCentre(in.number("dc", 2, 1, 2));
        in.nothingElse();
        dc.rotateSalts();
        return new JsonObject();
    }

    private Future<JsonObject> restart(RoutingContext context, AdminRequest in) {
        DataCentre dc = standIn.dataCentre(in.number("dc", 2, 1, 2));
        boolean remembering = in.flag("remembering");
        in.nothingElse();
        return dc.kill().compose(gone -> dc.reopen(remembering)).map(back -> new JsonObject());
    }

    private JsonObject habits(RoutingContext context, AdminRequest in) {
        Habits changed = Habits.USUAL
                .withDifference(
                        in.number("difference_slice", Habits.USUAL.differenceSlice(), 1, MOST),
                        in.number("difference_most", Habits.USUAL.differenceMost(), 0, MOST))
                .withSignUp(!in.has("sign_up") || in.flag("sign_up"));
        in.nothingElse();
        world.habits(changed);
        return new JsonObject();
    }

    private JsonObject reset() {
        world.reset();
        standIn.dataCentres().forEach(each -> each.faults().clear());
        standIn.presenceRate(0);
        return new JsonObject();
    }
}

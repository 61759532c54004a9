package io.pult.playground;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.contract.telegram.TelegramActs;
import io.pult.infra.Ticker;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Somebody who brings the people of the stand-in of Telegram into two workspaces, and then does what shows each state that an
 * account can have. Each round looks at what there is and does what is missing, so that a later start, or a node that was
 * away, finds nothing twice. After some minutes it lets people do as they like.
 */
final class DemoAccounts extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(DemoAccounts.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ROUNDS = 120;
    private static final List<String> WORKSPACES = List.of("Harbour newsroom", "Northern studio");
    private static final String NEWCOMER = "Nora Newcomer";

    private final String pult;
    private final String key;
    private final String login;
    private final String password;
    private final Bus bus;
    private final DemoTelegram telegram;
    /** What this life has done, and does not do again. */
    private final Set<String> done = new HashSet<>();

    private @Nullable Ticker ticker;
    private @Nullable HttpClientAgent http;
    private int rounds;

    /**
     * @param pult where a node answers
     * @param key of somebody who may do everything
     * @param login with {@code password}: of a person; keys make no workspaces
     * @param bus of the node, for what only concerns may ask
     */
    DemoAccounts(String pult, String key, String login, String password, Bus bus, DemoTelegram telegram) {
        this.pult = pult;
        this.key = key;
        this.login = login;
        this.password = password;
        this.bus = bus;
        this.telegram = telegram;
    }

    @Override
    public Future<?> start() {
        HttpClientAgent client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(1));
        Ticker timers = new Ticker(vertx);
        http = client;
        ticker = timers;
        var node = new DemoCaller(client, pult, key);
        var stranger = new DemoCaller(client, pult, null);
        timers.every(
                PERIOD,
                "demo accounts",
                () -> rounds++ < ROUNDS
                        ? round(node, stranger).otherwise(DemoAccounts::unheard)
                        : Future.succeededFuture());
        return Future.succeededFuture();
    }

    /** The next round tries again. */
    private static @Nullable Void unheard(Throwable cause) {
        log.atDebug().setCause(cause).log("a demo account was not brought on");
        return null;
    }

    private Future<Void> round(DemoCaller node, DemoCaller stranger) {
        return workspaces(node, stranger)
                .compose(ids -> accounts(node)
                        .compose(known -> bring(node, ids, known).compose(brought -> show(node, ids, known))));
    }

    /** Their ids, in the order of {@link #WORKSPACES}. */
    private Future<List<String>> workspaces(DemoCaller node, DemoCaller stranger) {
        return node.get("/api/app/v1/workspaces?all=true&limit=200").compose(page -> {
            Map<String, String> byName = new HashMap<>();
            items(page).forEach(each -> byName.putIfAbsent(each.getString("name"), each.getString("id")));
            for (String name : WORKSPACES) {
                if (!byName.containsKey(name)) {
                    return make(stranger, name).compose(made -> workspaces(node, stranger));
                }
            }
            return Future.succeededFuture(WORKSPACES.stream().map(byName::get).toList());
        });
    }

    private Future<JsonObject> make(DemoCaller stranger, String workspace) {
        var credentials = new JsonObject().put("login", login).put("password", password);
        return stranger.post("/api/auth/v1/login", credentials).compose(signedIn -> {
            HttpClientAgent client = http;
            if (client == null || !signedIn.containsKey("access_token")) {
                return Future.failedFuture("the administrator cannot sign in: " + signedIn.getString("code"));
            }
            return new DemoCaller(client, pult, signedIn.getString("access_token"))
                    .post("/api/app/v1/workspaces", new JsonObject().put("name", workspace))
                    .compose(made -> made.containsKey("id")
                            ? Future.succeededFuture(made)
                            : Future.failedFuture("no workspace: " + made.getString("code")));
        });
    }

    /** By their names. */
    private static Future<Map<String, JsonObject>> accounts(DemoCaller node) {
        return accounts(node, null, new HashMap<>());
    }

    private static Future<Map<String, JsonObject>> accounts(
            DemoCaller node, @Nullable String cursor, Map<String, JsonObject> found) {
        String rest = cursor == null ? "" : "&cursor=" + cursor;
        return node.get("/accounts/?label=" + DemoTelegram.LABEL + "&limit=200" + rest)
                .compose(page -> {
                    items(page).forEach(each -> found.put(each.getString("name"), each));
                    String next = page.getString("next");
                    return next == null ? Future.succeededFuture(found) : accounts(node, next, found);
                });
    }

    private static List<JsonObject> items(JsonObject page) {
        return page.getJsonArray("items", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private Future<Void> bring(DemoCaller node, List<String> workspaces, Map<String, JsonObject> known) {
        Future<Void> all = Future.succeededFuture();
        int each = DemoPeople.SIGNED_IN / workspaces.size();
        for (int i = 0; i < workspaces.size(); i++) {
            String workspace = workspaces.get(i);
            int first = i * each;
            if (!known.containsKey(DemoPeople.name(first + each - 1))) {
                var order = new JsonObject()
                        .put("workspace_id", workspace)
                        .put("sessions", telegram.sessions(first, first + each));
                all = all.compose(
                        before -> once("import into " + workspace, () -> node.post("/accounts/import", order)));
            }
        }
        return all;
    }

    private Future<Void> show(DemoCaller node, List<String> workspaces, Map<String, JsonObject> known) {
        return pause(node, known)
                .compose(paused -> askForCode(node, workspaces.get(0), known))
                .compose(asked -> flood(known))
                .compose(flooded -> meetFrost(known));
    }

    private Future<Void> pause(DemoCaller node, Map<String, JsonObject> known) {
        var change = new JsonObject().put("status", "paused");
        return when(known, DemoPeople.paused(), "ready", account -> node.send(HttpMethod.PATCH, path(account), change));
    }

    private Future<Void> askForCode(DemoCaller node, String workspace, Map<String, JsonObject> known) {
        if (!known.containsKey(NEWCOMER)) {
            var newcomer = new JsonObject()
                    .put("name", NEWCOMER)
                    .put("phone", "+" + DemoPeople.newcomer())
                    .put("workspace_id", workspace)
                    .put("labels", new JsonArray().add(DemoTelegram.LABEL));
            return once(NEWCOMER, () -> node.post("/accounts/", newcomer));
        }
        Function<UUID, Future<?>> ask = account -> node.post(path(account) + "/send-code", new JsonObject());
        // At a later start the session that a code gave is one of a world that is gone.
        return when(known, NEWCOMER, "new", ask).compose(asked -> when(known, NEWCOMER, "lost", ask));
    }

    /** The stand-in refuses their first question of this kind. */
    private Future<Void> flood(Map<String, JsonObject> known) {
        Future<Void> all = Future.succeededFuture();
        for (String name : DemoPeople.flooded()) {
            all = all.compose(before -> when(
                    known,
                    name,
                    "ready",
                    account -> bus.ask(
                            TelegramActs.RESOLVE, new TelegramActs.Resolve(account, null, DemoChannels.NEWS), call())));
        }
        return all;
    }

    private Future<Void> meetFrost(Map<String, JsonObject> known) {
        var news = new TelegramActs.ChannelName(telegram.channel(), DemoChannels.NEWS);
        return when(
                known,
                DemoPeople.frozen(),
                "ready",
                account -> bus.ask(TelegramActs.REACT, new TelegramActs.React(account, null, news, 1, "❤"), call()));
    }

    /** Does something once with the account of that name, as soon as it is in that state. */
    private Future<Void> when(Map<String, JsonObject> known, String name, String state, Function<UUID, Future<?>> act) {
        JsonObject account = known.get(name);
        return account != null && state.equals(account.getString("state"))
                ? once(name + " " + state, () -> act.apply(UUID.fromString(account.getString("id"))))
                : Future.succeededFuture();
    }

    private static String path(UUID account) {
        return "/accounts/" + account;
    }

    /** A refusal is an answer, too: what is wanted here is often just that. */
    private Future<Void> once(String what, Supplier<Future<?>> act) {
        return done.add(what) ? act.get().transform(answered -> Future.succeededFuture()) : Future.succeededFuture();
    }

    private static Call call() {
        return Call.system("play", PATIENCE);
    }

    /** Hangs up first: a call that waits for its answer would keep the ticker, and with it the end of play. */
    @Override
    public Future<?> stop() {
        Future<Void> hungUp = http == null ? Future.succeededFuture() : http.close();
        Future<Void> quiet = ticker == null ? Future.succeededFuture() : ticker.stop();
        return Future.join(hungUp, quiet);
    }
}

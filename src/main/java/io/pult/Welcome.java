package io.pult;

import io.pult.bus.Call;
import io.pult.contract.identity.ApiKeyOps;
import io.pult.contract.identity.AuthenticationOps;
import io.pult.identity.Founding;
import io.pult.infra.Digests;
import io.pult.infra.PrivateFile;
import io.pult.playground.Playground;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What `play` tells a person and, in {@code playground.json}, a script.
 *
 * @param url of the node
 * @param key the administrator's
 * @param login of the administrator, with {@code password}, unless somebody has changed it
 * @param json of the file; holds the administrator's key and password and those of the stores, so it is for its owner only
 */
record Welcome(String url, String key, String login, String password, Path file, String json, String text) {
    private static final String FILE = "playground.json";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String ADMINISTRATOR = "administrator";
    private static final String LOGIN = "admin";

    /**
     * The settings by which a node makes the demo administrator at its first start. Their password is on disk before anybody has
     * it: a start that is broken off must not leave a SUPERUSER whom nobody knows.
     */
    static Map<String, String> administrator(Path data) throws IOException {
        Path file = data.resolve(FILE);
        JsonObject known = known(file);
        String password = password(known);
        if (password.isEmpty()) {
            password = Founding.randomPassword();
            PrivateFile.write(
                    file, known.put(ADMINISTRATOR, credentials(LOGIN, password)).encodePrettily() + "\n");
        }
        return Map.of("identity.first_login", LOGIN, "identity.first_password", password);
    }

    private static String password(JsonObject known) {
        try {
            return known.getJsonObject(ADMINISTRATOR, new JsonObject()).getString("password", "");
        } catch (ClassCastException e) {
            return "";
        }
    }

    private static JsonObject credentials(String login, String password) {
        return new JsonObject().put("login", login).put("password", password);
    }

    static Welcome to(Playground playground, Settings settings, Node node) throws IOException {
        Path file = settings.data().dir().resolve(FILE);
        String url = "http://" + settings.http().host() + ":" + node.httpPort();
        String management = "http://" + settings.management().host() + ":" + node.managementPort();
        String key = adminKey(file, node);
        String login = String.valueOf(settings.identity().firstLogin());
        String password = String.valueOf(settings.identity().firstPassword());
        JsonObject administrator = credentials(login, password);
        JsonObject json = playground
                .describe()
                .put("url", url)
                .put("management", management)
                .put("api_key", key)
                .put(ADMINISTRATOR, administrator)
                .put("cluster", cluster(settings, node));
        return new Welcome(
                url,
                key,
                login,
                password,
                file,
                json.encodePrettily() + "\n",
                text(url, key, administrator, file, playground.telegramUrl()));
    }

    /** The key of the last start, unless somebody revoked it. */
    private static String adminKey(Path file, Node node) throws IOException {
        String known = knownKey(file);
        Call call = Call.system("play", PATIENCE);
        if (!known.isEmpty()) {
            var ask = new AuthenticationOps.Authenticate(Digests.sha256(known), null, null);
            boolean living = node.bus()
                    .ask(AuthenticationOps.AUTHENTICATE, ask, call)
                    .map(true)
                    .otherwise(false)
                    .await();
            if (living) {
                return known;
            }
        }
        var body = new ApiKeyOps.Create.Body("playground administrator", List.of("*:admin"), null);
        return node.bus()
                .ask(ApiKeyOps.CREATE, new ApiKeyOps.Create(body), call)
                .await()
                .token();
    }

    private static String knownKey(Path file) throws IOException {
        try {
            return known(file).getString("api_key", "");
        } catch (ClassCastException e) {
            return "";
        }
    }

    /** What was written at an earlier start; empty when there was none, or somebody wrote something else there. */
    private static JsonObject known(Path file) throws IOException {
        if (Files.notExists(file)) {
            return new JsonObject();
        }
        try {
            return new JsonObject(Files.readString(file));
        } catch (DecodeException e) {
            return new JsonObject();
        }
    }

    private static JsonObject cluster(Settings settings, Node node) {
        return new JsonObject()
                .put("name", node.ground().instance())
                .put("host", settings.cluster().host())
                .put("port", settings.cluster().port());
    }

    private static String text(String url, String key, JsonObject administrator, Path file, String telegram) {
        long person = Playground.PEOPLE.get(0);
        return """

                Pult is ready at %1$s   (API explorer: %1$s/docs)
                administrator's API key: %2$s
                administrator's login: %6$s   password: %7$s   (unless you have changed it)

                give a token:
                  curl -s %1$s/system-accounts/ -H 'Authorization: Bearer %2$s' \\
                    -H 'Content-Type: application/json' \\
                    -d '{"vk_user_id":%3$d,"kind":"user","label":"mine","token":"%4$s"}'

                make a call:
                  curl -s %1$s/vk/call -H 'Authorization: Bearer %2$s' \\
                    -H 'Content-Type: application/json' \\
                    -d '{"method":"users.get","params":{"user_ids":"pult_demo","fields":"screen_name"}}'

                sign in:
                  curl -s %1$s/api/auth/v1/login -H 'Content-Type: application/json' \\
                    -d '{"login":"%6$s","password":"%7$s"}'

                accounts of Telegram (two hundred of a stand-in, with `make play`; a code is read at %8$s):
                  curl -s '%1$s/accounts/?limit=20' -H 'Authorization: Bearer %2$s'
                  curl -s %8$s/stand-in/accounts/%9$s

                more tokens, and all this for scripts: %5$s
                Ctrl-C stops everything
                """.formatted(
                        url,
                        key,
                        person,
                        Playground.token(person),
                        file,
                        administrator.getString("login"),
                        administrator.getString("password"),
                        telegram,
                        Playground.newcomer().substring(1));
    }
}

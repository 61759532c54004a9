package io.pult.playground.telegram;

import io.pult.playground.telegram.schema.Schema;
import io.pult.playground.telegram.schema.TlObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code help.*}: what a client asks before anything else. */
final class HelpMethods {
    private static final int CONFIG_SECONDS = 3_600;

    private final World world;
    /** The config is the same for thousands of sessions that connect in one second. */
    private final Map<Asked, Method.Encoded> configs = new HashMap<>();

    private record Asked(int dc, Schema schema, int second, Map<Integer, Integer> ports) {}

    private HelpMethods(World world) {
        this.world = world;
    }

    static List<Method> of(World world) {
        var methods = new HelpMethods(world);
        return List.of(
                Method.open("help.getConfig", methods::config),
                Method.open("help.getNearestDc", methods::nearest),
                Method.open(
                        "help.getAppConfig",
                        call -> TlObject.of("help.appConfig")
                                .with("config", TlObject.of("jsonObject", "value", List.of()))),
                Method.open("help.getTermsOfServiceUpdate", methods::noNewTerms),
                Method.open("help.acceptTermsOfService", call -> true));
    }

    private Object config(Call call) {
        call.raw(0);
        var asked = new Asked(call.caller().dc(), call.schema(), world.now(), world.ports());
        Method.Encoded known = configs.get(asked);
        if (known == null) {
            configs.clear();
            known = new Method.Encoded(call.schema().answer("help.getConfig", config(asked)));
            configs.put(asked, known);
        }
        return known;
    }

    private static TlObject config(Asked asked) {
        List<TlObject> addresses = new TreeMap<>(asked.ports())
                .entrySet().stream()
                        .map(each -> TlObject.of("dcOption")
                                .with("id", each.getKey())
                                .with("ip_address", "127.0.0.1")
                                .with("port", each.getValue()))
                        .toList();
        return TlObject.of("config")
                .with("date", asked.second())
                .with("expires", asked.second() + CONFIG_SECONDS)
                .with("this_dc", asked.dc())
                .with("dc_options", addresses)
                .with("chat_size_max", 200)
                .with("megagroup_size_max", 200_000)
                .with("forwarded_count_max", 100)
                .with("online_update_period_ms", 210_000)
                .with("offline_blur_timeout_ms", 5_000)
                .with("offline_idle_timeout_ms", 30_000)
                .with("online_cloud_timeout_ms", 300_000)
                .with("me_url_prefix", "https://t.me/")
                .with("caption_length_max", 1_024)
                .with("message_length_max", SendingMethods.LONGEST)
                .with("webfile_dc_id", asked.dc());
    }

    private Object nearest(Call call) {
        return TlObject.of("nearestDc")
                .with("country", "NL")
                .with("this_dc", call.caller().dc())
                .with("nearest_dc", call.caller().dc());
    }

    private Object noNewTerms(Call call) {
        return TlObject.of("help.termsOfServiceUpdateEmpty", "expires", world.now() + CONFIG_SECONDS);
    }
}

// Launch data signed and validated by a library of others: node peer.mjs sign|validate <bot token> [launch data].
// Prints what came out as one line of JSON.
import { parse, sign, validate } from '@telegram-apps/init-data-node';

const [scenario, token, raw] = process.argv.slice(2);

const user = {
    id: 9007199254740991,
    first_name: 'Анна + B',
    last_name: '"=&;/\\',
    username: 'ann',
    language_code: 'ru',
    photo_url: 'https://t.me/i/userpic/320/a.svg',
};

const scenarios = {
    sign() {
        return sign({ query_id: 'AAE', start_param: 'x y+z', user }, token, new Date(1700000000000));
    },

    // Without a limit of age: the data's clock is a test's.
    validate() {
        try {
            validate(raw, token, { expiresIn: 0 });
            return parse(raw).user.first_name;
        } catch (error) {
            return error.constructor.name;
        }
    },
};

console.log(JSON.stringify(scenarios[scenario]()));

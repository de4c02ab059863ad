import { chat, composer, log, outbox } from "../chat/main.js";
import { Person } from "./person.js";

new Person(chat, log, outbox, composer);

/* bare FILE: libyaml alone, the least that reading a text with it can cost: counts the events of a file that is held in
 * memory, and does nothing else with them. */
#include <stdio.h>
#include <stdlib.h>
#include <yaml.h>

int main(int count, char **words) {
    FILE *file = count == 2 ? fopen(words[1], "rb") : NULL;
    if (!file || fseek(file, 0, SEEK_END) != 0) return perror("bare FILE"), 66;
    size_t size = ftell(file);
    rewind(file);
    unsigned char *text = malloc(size);
    if (!text || fread(text, 1, size, file) != size) return perror(words[1]), 66;

    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) return 70;
    yaml_parser_set_input_string(&parser, text, size);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    long events = 0;
    for (int ended = 0; !ended; events++) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) return fprintf(stderr, "%s\n", parser.problem), 65;
        ended = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    printf("%ld events\n", events);
    return 0;
}

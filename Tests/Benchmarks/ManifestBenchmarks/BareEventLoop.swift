internal import CLibYAML

/// libyaml alone: the least that reading a text with it can cost.
enum BareEventLoop {
    /// Counts the events of a text in UTF-8, and does nothing else with them; nil where libyaml finds a mistake.
    static func countEvents(_ text: [UInt8]) -> Int? {
        unsafe text.withUnsafeBufferPointer { bytes in
            // libyaml keeps a pointer to its parser, which therefore must not move.
            let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
            defer { unsafe parser.deallocate() }
            guard unsafe yaml_parser_initialize(parser) == 1 else { return nil }
            defer { unsafe yaml_parser_delete(parser) }
            unsafe yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
            unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)

            var count = 0
            while true {
                var event = unsafe yaml_event_t()
                guard unsafe yaml_parser_parse(parser, &event) == 1 else { return nil }
                defer { unsafe yaml_event_delete(&event) }
                count += 1
                if unsafe event.type == YAML_STREAM_END_EVENT { return count }
            }
        }
    }
}

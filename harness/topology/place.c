// SPDX-License-Identifier: GPL-2.0-only
/* The grammar of --place. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "place.h"

/* A whole number without sign or blank, up to the end of the part. */
static bool parse_index(const char *text, size_t len, unsigned int *index)
{
	unsigned long value = 0;

	for (size_t i = 0; i < len; i++) {
		if (text[i] < '0' || text[i] > '9' || value > 99999)
			return false;
		value = 10 * value + (unsigned long)(text[i] - '0');
	}
	*index = (unsigned int)value;
	return len > 0;
}

static bool parse_memory(const char *text, size_t len, struct pmk_place *place)
{
	if (len == 4 && !strncmp(text, "near", 4))
		place->memory = PMK_MEMORY_NEAR;
	else if (len == 3 && !strncmp(text, "far", 3))
		place->memory = PMK_MEMORY_FAR;
	else if (parse_index(text, len, &place->memory_node))
		place->memory = PMK_MEMORY_NODE;
	else
		return false;
	return true;
}

static bool parse_part(const char *text, size_t len, struct pmk_place *place)
{
	static const struct {
		const char *word;
		enum pmk_place_cpu cpu;
	} words[] = { { "core:", PMK_PLACE_CORE },
		      { "package:", PMK_PLACE_PACKAGE },
		      { "node:", PMK_PLACE_NODE } };

	if (len > 4 && !strncmp(text, "mem:", 4))
		return place->memory == PMK_MEMORY_ANY && parse_memory(text + 4, len - 4, place);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t n = strlen(words[i].word);

		if (len <= n || strncmp(text, words[i].word, n) != 0)
			continue;
		if (place->cpu != PMK_PLACE_LAST_CORE)
			return false;
		place->cpu = words[i].cpu;
		return parse_index(text + n, len - n, &place->index);
	}
	return false;
}

void pmk_place_print(const struct pmk_place *place, char text[PMK_PLACE_BYTES])
{
	static const char *const cpus[] = { NULL, "core:", "package:", "node:" };
	char memory[20] = "";

	if (place->memory == PMK_MEMORY_NODE)
		snprintf(memory, sizeof(memory), "mem:%u", place->memory_node);
	else if (place->memory != PMK_MEMORY_ANY)
		snprintf(memory, sizeof(memory), "mem:%s",
			 place->memory == PMK_MEMORY_NEAR ? "near" : "far");
	if (cpus[place->cpu])
		snprintf(text, PMK_PLACE_BYTES, "%s%u%s%s", cpus[place->cpu], place->index,
			 *memory ? "+" : "", memory);
	else
		snprintf(text, PMK_PLACE_BYTES, "%s", memory);
}

int pmk_place_parse(const char *text, struct pmk_place *place, char *why, size_t size)
{
	const char *at = text;

	memset(place, 0, sizeof(*place));
	for (;;) {
		size_t len = strcspn(at, "+");

		if (!parse_part(at, len, place)) {
			snprintf(why, size, "--place takes " PMK_PLACE_GRAMMAR ", not '%s'", text);
			return -EINVAL;
		}
		if (!at[len])
			return 0;
		at += len + 1;
	}
}

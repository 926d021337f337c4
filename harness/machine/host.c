// SPDX-License-Identifier: GPL-2.0-only
/* The identity of the machine, from its id, DMI, device tree and processor; serials if asked. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "firmware.h"
#include "host.h"
#include "system/sysfile.h"
#include "text/sha256.h"
#include "text/text.h"

#define SOC "/sys/devices/soc0/"

#define MACHINE_ID_DIGITS 32

int pmk_host_label(json_t *labels, const char *text, char *why, size_t size)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-";
	char key[PMK_LABEL_BYTES_MAX + 1];
	size_t length = strcspn(text, "=");
	const char *value = text + length + 1;
	int err = 0;

	if (!text[length] || !length || length >= sizeof(key) || strspn(text, letters) != length ||
	    !*value || strlen(value) > PMK_LABEL_VALUE_MAX) {
		snprintf(why, size,
			 "--label takes KEY=VALUE, a key of 1 to %d letters, digits, '_', '.' and "
			 "'-' and a value of 1 to %d bytes, not '%.80s'",
			 PMK_LABEL_BYTES_MAX, PMK_LABEL_VALUE_MAX, text);
		return -EINVAL;
	}
	snprintf(key, sizeof(key), "%.*s", (int)length, text);
	if (json_object_get(labels, key))
		err = -EEXIST;
	else if (json_object_size(labels) == PMK_LABELS_MAX)
		err = -E2BIG;
	else if (json_object_set_new(labels, key, pmk_text_json(value)))
		err = -ENOMEM;
	if (err)
		snprintf(why, size, "--label %s: %s", text,
			 err == -EEXIST	 ? "this key is given twice"
			 : err == -E2BIG ? "more labels than a record takes (32)"
					 : strerror(-err));
	return err;
}

bool pmk_host_machine_id(const char *root, char id[PMK_MACHINE_ID_BYTES])
{
	/* Not of the id alone: another program's digest of it shall not be ours. */
	static const char salt[] = "pagemark: the machine of a record\n";
	char text[64], hex[PMK_SHA256_HEX_BYTES];
	struct pmk_sha256 sha;

	*id = '\0';
	if (pmk_sysfile_read(root, "/etc/machine-id", text, sizeof(text)) <= 0)
		pmk_sysfile_read(root, "/var/lib/dbus/machine-id", text, sizeof(text));
	/* "uninitialized" on the first boot of an image. */
	if (strlen(text) != MACHINE_ID_DIGITS || strspn(text, "0123456789abcdef") != strlen(text))
		return false;
	pmk_sha256_begin(&sha);
	pmk_sha256_add(&sha, salt, strlen(salt));
	pmk_sha256_add(&sha, text, MACHINE_ID_DIGITS);
	pmk_sha256_end(&sha, hex);
	snprintf(id, PMK_MACHINE_ID_BYTES, "%.*s", PMK_MACHINE_ID_BYTES - 1, hex);
	return true;
}

/* The texts of up to four files with a blank between; firmware's names for "nothing" are none. */
static json_t *join_files(const char *root, const char *dir, const char *const names[4])
{
	static const char *const nothing[] = { "To Be Filled By O.E.M.",
					       "To be filled by O.E.M.",
					       "Default string",
					       "Not Specified",
					       "System Product Name",
					       "System manufacturer",
					       "None",
					       "x.x" };
	char all[512] = "", text[128], path[128];
	size_t used = 0;

	for (size_t i = 0; i < 4 && names[i]; i++) {
		size_t end, k = 0;

		snprintf(path, sizeof(path), "%s%s", dir, names[i]);
		if (pmk_sysfile_read(root, path, text, sizeof(text)) <= 0)
			continue;
		for (end = strlen(text); end && text[end - 1] == ' ';)
			text[--end] = '\0';
		while (k < sizeof(nothing) / sizeof(nothing[0]) && strcmp(text, nothing[k]) != 0)
			k++;
		if (*text && k == sizeof(nothing) / sizeof(nothing[0]))
			used += (size_t)snprintf(all + used, sizeof(all) - used, "%s%s",
						 used ? " " : "", text);
	}
	return pmk_text_json(*all ? all : NULL);
}

#define JOIN(root, dir, ...) join_files(root, dir, (const char *const[4]){ __VA_ARGS__ })

/* A device tree's list: "vendor,board" and "vendor,soc", with '\0' between them. */
static json_t *compatible(const char *root)
{
	char text[512];
	long length = pmk_sysfile_read(root, PMK_DT "compatible", text, sizeof(text));
	json_t *all = json_array();

	if (length <= 0) {
		json_decref(all);
		return json_null();
	}
	for (const char *at = text; at < text + length; at += strlen(at) + 1)
		if (*at)
			json_array_append_new(all, pmk_text_json(at));
	return all;
}

static json_t *value_in(const char *root, const char *path, const char *key)
{
	char text[128];

	return pmk_sysfile_value(root, path, key, text, sizeof(text)) ? pmk_text_json(text)
								      : json_null();
}

/* What may stand in either of two places. */
static json_t *either(json_t *one, json_t *other)
{
	if (!json_is_null(one)) {
		json_decref(other);
		return one;
	}
	json_decref(one);
	return other;
}

static json_t *serials(const char *root)
{
	json_t *product = either(JOIN(root, PMK_DMI, "product_serial"),
				 either(JOIN(root, PMK_DT, "serial-number"),
					JOIN(root, SOC, "serial_number")));

	return json_pack("{s:o, s:o}", "product", product, "board",
			 JOIN(root, PMK_DMI, "board_serial"));
}

json_t *pmk_host_json(const char *root, const json_t *labels, bool serial)
{
	const json_t *named = json_object_get(labels, PMK_LABEL_MACHINE);
	char id[PMK_MACHINE_ID_BYTES];
	bool known = pmk_host_machine_id(root, id);

	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
			 "machine",
			 named ? json_copy((json_t *)named) : pmk_text_json(known ? id : NULL),
			 "machine_id", pmk_text_json(known ? id : NULL), "hostname",
			 JOIN(root, "/proc/sys/kernel/", "hostname"), "product",
			 JOIN(root, PMK_DMI, "sys_vendor", "product_name", "product_version"),
			 "board",
			 either(JOIN(root, PMK_DMI, "board_vendor", "board_name", "board_version"),
				JOIN(root, PMK_DT, "model")),
			 "compatible", compatible(root), "bios",
			 either(JOIN(root, PMK_DMI, "bios_vendor", "bios_version", "bios_date"),
				JOIN(root, PMK_DT, "chosen/u-boot,version")),
			 "microcode", value_in(root, "/proc/cpuinfo", "microcode"), "soc",
			 JOIN(root, SOC, "machine", "family", "soc_id", "revision"), "cpu",
			 either(value_in(root, "/proc/cpuinfo", "model name"),
				value_in(root, "/proc/cpuinfo", "CPU part")),
			 "kernel", JOIN(root, "/proc/sys/kernel/", "osrelease"), "labels",
			 labels ? json_deep_copy(labels) : json_object(), "serial",
			 serial ? serials(root) : json_null());
}
